import { say } from '../notifications/notice-words.ts'
import { notify } from '../notifications/notifications.service.ts'
import type { DeliveryError } from './delivery-errors.ts'
import { databaseNow, type EngineParts, type Run } from './run.ts'

/** Held back for so long after its time, a post is late for the people who wait for it. */
const patienceSeconds = 15 * 60
/** Of a post that is there in part everybody sees that it is not whole; shorter waits are over before they are read of. */
const tornSeconds = 30

/**
 * Tells people that a limit of the network holds posts of an account back: once for each account and time of waiting,
 * which ends when something is published there, and not more than once an hour. To be called before the wait is written
 * down; where telling fails, publishing goes on.
 */
export async function tellHeldBack(
  engine: EngineParts,
  run: Run,
  wait: { readonly seconds: number; readonly error: DeliveryError },
): Promise<void> {
  const { delivery, account } = run.work
  const now = databaseNow(run.work)
  const torn = run.part > 0
  const lateSeconds = (now.getTime() - delivery.dueAt.getTime()) / 1_000 + wait.seconds
  if (lateSeconds <= patienceSeconds && !(torn && wait.seconds >= tornSeconds)) return
  const { context } = engine
  try {
    await context.database.system.transaction(async (transaction) => {
      const { rows } = await transaction.raw<{ rows: unknown[] }>(wasTold, {
        account: account.id,
        organization: account.organizationId,
      })
      if (rows.length > 0) return
      await notify(transaction, {
        organizationId: account.organizationId,
        type: 'PUBLISHING_PAUSED',
        words: say('publishingPaused', {
          platform: delivery.platform,
          username: account.username,
          reason: wait.error.message,
          networkMessage: wait.error.networkMessage ?? null,
          torn,
          until: wait.error.until ?? new Date(now.getTime() + wait.seconds * 1_000).toISOString(),
          remedy: wait.error.remedy,
        }),
        link: `/posts/${delivery.postId}`,
        subjectId: account.id,
        // Of two workers that meet the limit at once, one tells.
        dedupeKey: `held_back:${account.id}:${now.toISOString().slice(0, 13)}`,
      })
    })
  } catch (error) {
    context.log.error({ err: error, deliveryId: delivery.id }, 'a limit could not be told')
  }
}

const wasTold = `
select 1 from notifications n
where n.subject_id = cast(:account as uuid) and n.organization_id = cast(:organization as uuid)
  and n.type = 'PUBLISHING_PAUSED'
  and (n.created_at > clock_timestamp() - interval '1 hour' or not exists (
    select from social_posts p
    where p.social_account_id = cast(:account as uuid) and p.published_at > n.created_at))
limit 1`
