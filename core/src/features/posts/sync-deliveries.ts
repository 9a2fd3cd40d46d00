import type { Knex } from 'knex'
import { settlePosts } from '../publishing/outcomes.ts'
import {
  cancelDeliveries,
  rescheduleDeliveries,
  scheduledData,
  scheduleDeliveries,
  type SchedulablePost,
} from '../publishing/scheduling.service.ts'
import type { DeliveryState } from '../publishing/states.ts'
import { emitEvent } from '../webhooks-out/outbox.ts'
import type { PlannedDelivery } from './post-checks.ts'
import type { LockedDelivery } from './post-lock.ts'

const waiting: readonly DeliveryState[] = ['scheduled', 'retry_wait']
const ended: readonly (DeliveryState | undefined)[] = ['failed', 'expired']

/** What the deliveries of a changed post are to become. */
export interface DeliveryChange {
  readonly post: SchedulablePost
  readonly actor: string
  readonly deliveries: readonly LockedDelivery[]
  /** What goes to which account from now on. */
  readonly planned: readonly PlannedDelivery[]
  readonly dueAt: Date
  /** True where the author chose a time: then what had failed is tried again as well. */
  readonly moved: boolean
}

/**
 * Brings the deliveries of a post in line with it: content and time apart. The post's deliveries are
 * locked by `lockPost`.
 */
export async function syncDeliveries(
  transaction: Knex.Transaction,
  change: DeliveryChange,
): Promise<void> {
  const { post, actor, planned, dueAt, moved } = change
  const byAccount = new Map(change.deliveries.map((found) => [found.social_account_id, found]))
  const isPlanned = (id: string): boolean => planned.some(({ account }) => account.id === id)

  const dropped = change.deliveries.filter(
    (delivery) => isWaiting(delivery) && !isPlanned(delivery.social_account_id),
  )
  if (dropped.length > 0) {
    const socialAccountIds = dropped.map(({ social_account_id }) => social_account_id)
    await cancelDeliveries(transaction, post, { actor, socialAccountIds })
  }
  const fresh = planned.filter(
    ({ account: { id } }) =>
      isFresh(change.deliveries, id) || (moved && ended.includes(byAccount.get(id)?.state)),
  )
  const kept = planned.filter((delivery) => !fresh.includes(delivery))
  await updateContent(transaction, post, kept)
  if (moved && kept.length > 0) await rescheduleDeliveries(transaction, post, dueAt)
  await scheduleDeliveries(transaction, { post, accounts: fresh.map(asScheduled), dueAt, actor })
  // With a fresh one, scheduling has told it.
  if (moved && kept.length > 0 && fresh.length === 0) {
    const { organizationId, brandId } = post
    const data = scheduledData(post, dueAt)
    await emitEvent(transaction, { organizationId, brandId, type: 'post.scheduled', data })
  }
  await settlePosts(transaction, [post.id])
}

/** True where a delivery is still to be claimed. */
export function isWaiting({ state }: LockedDelivery): boolean {
  return waiting.includes(state)
}

/** True where nothing goes, or went, to this account. */
export function isFresh(deliveries: readonly LockedDelivery[], accountId: string): boolean {
  const found = deliveries.find(({ social_account_id }) => social_account_id === accountId)
  return found === undefined || found.state === 'canceled'
}

/** What `scheduleDeliveries` takes. */
export function asScheduled({ account, contentHash, parts }: PlannedDelivery): {
  id: string
  platform: string
  contentHash: Buffer
  parts: number
} {
  return { id: account.id, platform: account.platform, contentHash, parts: parts.length }
}

/** The content itself is read when it is sent; only what tells contents apart is kept with a delivery. */
async function updateContent(
  transaction: Knex.Transaction,
  post: SchedulablePost,
  planned: readonly PlannedDelivery[],
): Promise<void> {
  if (planned.length === 0) return
  await transaction.raw(
    `update social_posts d set content_hash = c.content_hash, parts = c.parts,
       preflight_at = null, preflight_issues = '[]'
     from unnest(cast(:accountIds as uuid[]), cast(:hashes as bytea[]), cast(:parts as int[]))
       as c(account_id, content_hash, parts)
     where d.post_id = :postId and d.organization_id = :organizationId
       and d.social_account_id = c.account_id
       and (d.content_hash, d.parts) is distinct from (c.content_hash, c.parts)`,
    {
      accountIds: planned.map(({ account }) => account.id),
      hashes: planned.map(({ contentHash }) => contentHash),
      parts: planned.map(({ parts }) => parts.length),
      postId: post.id,
      organizationId: post.organizationId,
    },
  )
}
