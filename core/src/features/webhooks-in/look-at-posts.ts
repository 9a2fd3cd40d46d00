import type { Context } from '../../context.ts'
import { accountsOf, type ClaimedEvent } from './claimed-event.ts'

/** However much a network tells, it is asked after one delivery no more often than this. */
const leastSeconds = 2

/**
 * Something happened to a post: what is under way on its account is looked at now instead of later, and so are the
 * numbers of the post that was named. What is found there is decided by the engine as always, quiet periods included.
 */
export async function lookAtPosts(context: Context, claimed: ClaimedEvent): Promise<void> {
  const accounts = await accountsOf(context.database.system, claimed)
  const ids = accounts.filter(({ status }) => status === 'active').map(({ id }) => id)
  if (ids.length === 0) return
  const { remoteId } = claimed.event
  await context.database.system.transaction(async (transaction) => {
    // As whoever erases or disconnects an account begins, so that neither holds what the other one waits for.
    await transaction.raw(
      'select id from social_accounts where id = any (?::uuid[]) order by id for key share',
      [ids],
    )
    await transaction.raw(
      `with told as (
         update social_posts d set next_at = greatest(statement_timestamp(), d.updated_at + make_interval(secs => ?))
         from social_accounts a
         where a.organization_id = d.organization_id and a.id = d.social_account_id and a.id = any (?::uuid[])
           and d.state in ('processing', 'unknown')
           and d.next_at > greatest(statement_timestamp(), d.updated_at + make_interval(secs => ?))
           -- Somebody who reads at this moment keeps it; an account that a limit holds up is not asked sooner.
           and (d.lease_until is null or d.lease_until <= statement_timestamp())
           and (a.paused_until is null or a.paused_until <= statement_timestamp())
         returning d.next_at)
       select ring_at(min(next_at)) from told having count(*) > 0`,
      [leastSeconds, ids, leastSeconds],
    )
    await transaction.raw(
      `update social_posts set resolve_at = clock_timestamp()
       where social_account_id = any (?::uuid[]) and provisional and platform_post_id is not null`,
      [ids],
    )
    if (remoteId === undefined) return
    await transaction.raw(
      `update social_posts set metrics_at = clock_timestamp()
       where state = 'published' and gone_at is null and id in (
         select id from social_posts where social_account_id = any (?::uuid[]) and platform_post_id = ?
         union select delivery_id from delivery_parts where social_account_id = any (?::uuid[]) and remote_id = ?)`,
      [ids, remoteId, ids, remoteId],
    )
  })
}
