import type { Context } from '../../core/src/context.ts'
import { resolveProvisional } from '../../core/src/features/publishing/resolve.ts'
import { ownerQuery } from './owner-query.ts'
import type { Environment } from './environment.ts'
import type { Planned } from './setup.ts'

/**
 * Lets half an hour pass for what a network cannot tell: after that, a person is asked. Only well behind the quiet
 * period, and only where a worker has asked the network twice since, and lived to write down that it learned nothing.
 */
export async function waitForPeople(
  environment: Environment,
  planned: Iterable<Planned>,
): Promise<void> {
  const untold = [...planned].filter(({ post }) => !post.provable).map(({ id }) => id)
  await ownerQuery(
    environment,
    `update social_posts set unknown_since = unknown_since - interval '1 hour',
       next_at = clock_timestamp()
     where id = any ($1::uuid[]) and state = 'unknown'
       and unknown_since between clock_timestamp() - interval '30 minutes'
         and clock_timestamp() - make_interval(secs => $2)
       and 2 <= (select count(*) from delivery_events e where e.delivery_id = social_posts.id
         and e.transition = 'T15' and e.actor like 'worker:%' and e.at > unknown_since)`,
    [untold, 15 * environment.patience],
  )
}

/**
 * Lets minutes pass for posts whose network gives them their real ids later.
 *
 * @returns how many have none
 */
export async function waitForIds(context: Context): Promise<number> {
  const { system } = context.database
  const waiting = () => system('social_posts').where({ provisional: true })
  await waiting().update({ resolve_at: system.raw('clock_timestamp()') })
  await resolveProvisional(context)
  return (await waiting().select('id')).length
}
