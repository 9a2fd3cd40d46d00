import type { Context } from '../../context.ts'
import { say } from '../notifications/notice-words.ts'
import { notifyMany, type Notice } from '../notifications/notifications.service.ts'
import { renews } from './renews.ts'

/** Days before the end of a connection that its people hear of it. */
export const warnDaysAhead = 7

interface Ending {
  readonly id: string
  readonly organizationId: string
  readonly brandId: string
  readonly username: string
  readonly platform: string
  readonly endsAt: Date
}

/**
 * Tells people once, a week ahead, of every connection that will end and that T21 cannot renew: a network without refresh, or a
 * refresh token whose own life ends. For the worker.
 *
 * @returns how many notifications were written
 */
export async function warnOfEndingConnections(context: Context): Promise<number> {
  const { system } = context.database
  const { connectors } = context.plugins
  const unrenewable = [...connectors.keys()].filter((platform) => !renews(connectors, platform))
  const { rows } = await system.raw<{ rows: Ending[] }>(
    `select * from (
       select id, organization_id as "organizationId", brand_id as "brandId", username, platform,
         case when refresh_token is null or platform = any (?) then token_expires_at
              else refresh_expires_at end as "endsAt"
       from social_accounts where status = 'active') a
     where "endsAt" < clock_timestamp() + make_interval(days => ?)`,
    [unrenewable, warnDaysAhead],
  )
  const notices = rows.map((ending) => noticeOf(context, ending))
  return system.transaction((transaction) => notifyMany(transaction, notices))
}

function noticeOf(context: Context, ending: Ending): Notice {
  const { id, organizationId, brandId, username, platform, endsAt } = ending
  const network = context.plugins.connectors.get(platform)?.displayName ?? platform
  const day = endsAt.toISOString().slice(0, 10)
  return {
    organizationId,
    type: 'ACCOUNT_EXPIRES_SOON',
    words: say('accountExpiresSoon', { username, network, day }),
    link: `/brands/${brandId}/social-accounts/${id}`,
    subjectId: id,
    dedupeKey: `account_expires:${id}:${day}`,
  }
}
