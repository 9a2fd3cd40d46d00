import type { Context } from '../../context.ts'
import { SocialAccount } from './social-account.model.ts'
import { subscribeAccount } from './subscribe-account.ts'
import { syncAccount, type SyncOutcome } from './sync-account.ts'

const batch = 200
const atATime = 5

/**
 * Reads every account that was not read for a day, new ones at once, and sees to it that their networks send webhooks. An
 * account whose network cannot be read is tried again an hour later. For the worker.
 */
export async function syncAccounts(context: Context): Promise<Record<SyncOutcome, number>> {
  const counts: Record<SyncOutcome, number> = { synced: 0, lost: 0, failed: 0, unsupported: 0 }
  const queue = (await due(context)).values()
  await Promise.all(
    Array.from({ length: atATime }, async () => {
      for (const account of queue) {
        const outcome = await syncAccount(context, account)
        counts[outcome] += 1
        if (outcome === 'synced') await subscribeAccount(context, account)
      }
    }),
  )
  return counts
}

/** Those that are due, moved to an hour from now: whoever reads them successfully moves them to a day from now. */
async function due(context: Context): Promise<SocialAccount[]> {
  const readable = [...context.plugins.connectors.values()].filter(
    ({ platform }) => context.plugins.ready(platform)?.connector.account !== undefined,
  )
  const { rows } = await context.database.system.raw<{ rows: object[] }>(
    `update social_accounts set last_sync_at = clock_timestamp() - interval '23 hours'
     where id in (
       select id from social_accounts
       where status = 'active' and platform = any (?)
         and (last_sync_at is null or last_sync_at < clock_timestamp() - interval '24 hours')
       order by last_sync_at nulls first limit ? for update skip locked)
     returning *`,
    [readable.map(({ platform }) => platform), batch],
  )
  return rows.map((row) => SocialAccount.fromDatabaseJson(row))
}
