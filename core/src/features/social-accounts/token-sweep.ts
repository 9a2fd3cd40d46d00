import { isConnectorFailure } from '@t21/plugin-kit'
import type { Context } from '../../context.ts'
import { SocialAccount } from './social-account.model.ts'
import { renewToken } from './token-refresh.ts'

/**
 * Renewed in the last quarter of its life: at most a week before its end, and half an hour before it at the latest.
 */
const isDue = `token_expires_at < clock_timestamp() + least(interval '7 days', greatest(interval '30 minutes',
  (token_expires_at - coalesce(token_refreshed_at, connected_at)) / 4))`
const pageSize = 200
const atATime = 10

/** What a sweep did. */
export interface TokenSweep {
  readonly renewed: number
  /** Marked as in need of their owner. */
  readonly lost: number
  /** To be tried again by the next sweep. */
  readonly failed: number
}

/**
 * Renews every token that nears its end, so that publishing need not wait for it, and a network that is away for a while
 * costs nothing. One account
 * in trouble does not hold up the others.
 */
export async function refreshExpiringTokens(context: Context): Promise<TokenSweep> {
  const counts = { renewed: 0, lost: 0, failed: 0 }
  let after: string | undefined
  for (;;) {
    const accounts = await expiring(context, after)
    const queue = accounts.values()
    await Promise.all(
      Array.from({ length: atATime }, async () => {
        for (const account of queue) counts[await renew(context, account)] += 1
      }),
    )
    after = accounts.at(-1)?.id
    if (after === undefined || accounts.length < pageSize) return counts
  }
}

async function expiring(context: Context, after: string | undefined): Promise<SocialAccount[]> {
  const platforms = [...context.plugins.connectors.keys()].filter(
    (platform) => context.plugins.ready(platform)?.connector.oauth.refresh !== undefined,
  )
  const query = SocialAccount.query(context.database.system)
    .where('status', 'active')
    .whereIn('platform', platforms)
    .whereNotNull('refresh_token')
    .whereRaw(isDue)
    .whereRaw('(token_lease_until is null or token_lease_until < clock_timestamp())')
    .orderBy('id')
    .limit(pageSize)
  return after === undefined ? query : query.where('id', '>', after)
}

async function renew(context: Context, account: SocialAccount): Promise<keyof TokenSweep> {
  try {
    await renewToken(context, account, { waitMs: 0 })
    return 'renewed'
  } catch (error) {
    if (isConnectorFailure(error) && error.kind === 'reauth') return 'lost'
    context.log.warn(
      { err: error, socialAccountId: account.id },
      'a token could not be renewed yet',
    )
    return 'failed'
  }
}
