import { failures, isConnectorFailure } from '@t21/plugin-kit'
import type { Context } from '../../context.ts'
import { UnreadableToken } from '../../crypto/sealed-box.ts'
import { isSameToken, openToken } from './account-secrets.ts'
import type { SocialAccount } from './social-account.model.ts'
import { needsReconnection, renewerOf, renewToken } from './token-refresh.ts'
import { reloadAccount, requireReconnection } from './token-store.ts'

export { refreshExpiringTokens, type TokenSweep } from './token-sweep.ts'

/** Seconds before its end from which a token is renewed before it is used. */
const renewBeforeSeconds = 300
/** Seconds that a token must live to be used although it could not be renewed. */
const leastLifeSeconds = 30
/** Seconds after a renewal within which a refusal of the new token is believed. */
const believeWithinSeconds = 600
const waitForOthersMs = 10_000

/** A token that can be used now, and what it allows. */
export interface UsableToken {
  readonly accessToken: string
  readonly scopes: readonly string[]
}

/**
 * Opens an account's token, renewing it first where it ends within 5 minutes. A renewal that fails for
 * a passing reason does not stop a token that still lives.
 *
 * @param now the database's clock, where the caller knows it; it is asked otherwise
 * @throws ConnectorFailure `reauth` where the account has to be connected again, `transient` or
 * `app_config` where the token cannot be had at the moment
 */
export async function usableToken(
  context: Context,
  account: SocialAccount,
  now?: Date,
): Promise<UsableToken> {
  if (account.status !== 'active') throw needsReconnection(account)
  const { tokenExpiresAt } = account
  if (tokenExpiresAt === null || renewerOf(context, account) === undefined) {
    return open(context, account)
  }
  const asked = performance.now()
  const clock = now ?? (await databaseClock(context))
  const life = (): number =>
    secondsUntil(tokenExpiresAt, clock) - (performance.now() - asked) / 1_000
  if (life() > renewBeforeSeconds) return open(context, account)
  try {
    return open(context, await renewToken(context, account, { waitMs: waitForOthersMs }))
  } catch (error) {
    const passes = isConnectorFailure(error) && error.kind !== 'reauth'
    if (!passes || life() < leastLifeSeconds) throw error
    context.log.warn(
      { err: error, socialAccountId: account.id },
      'a token could not be renewed yet',
    )
    return open(context, account)
  }
}

/**
 * For a network that refused the token in the middle of its life: renews it once. Where there is
 * nothing to renew it with, or the refused token is itself fresh, the network is believed and the
 * account is marked.
 *
 * @throws ConnectorFailure as {@link usableToken}
 */
export async function refreshAfterRefusal(
  context: Context,
  account: SocialAccount,
): Promise<UsableToken> {
  const current = await reloadAccount(context, account)
  if (current === undefined || current.status !== 'active') {
    throw needsReconnection(current ?? account)
  }
  // Somebody has renewed it since this row was read; what was refused was the old one.
  if (!isSameToken(context.config, account, current.accessToken, account.accessToken)) {
    return open(context, current)
  }
  if (renewerOf(context, current) === undefined || (await isFresh(context, current))) {
    const reason = `The network no longer accepts the connection of ${current.username}.`
    await requireReconnection(context, current, reason)
    throw needsReconnection(current)
  }
  return open(context, await renewToken(context, current, { waitMs: waitForOthersMs }))
}

function open(context: Context, account: SocialAccount): UsableToken {
  if (account.accessToken === null) throw needsReconnection(account)
  try {
    return {
      accessToken: openToken(context.config, account, 'access_token', account.accessToken),
      scopes: account.scopes,
    }
  } catch (error) {
    if (!(error instanceof UnreadableToken)) throw error
    throw failures.appConfig({
      message: error.message,
      remedy: 'Put the key back into ENCRYPTION_KEYS, or connect the account again.',
      cause: error,
    })
  }
}

async function isFresh(context: Context, { tokenRefreshedAt }: SocialAccount): Promise<boolean> {
  if (tokenRefreshedAt === null) return false
  return -secondsUntil(tokenRefreshedAt, await databaseClock(context)) < believeWithinSeconds
}

function secondsUntil(moment: Date, now: Date): number {
  return (moment.getTime() - now.getTime()) / 1_000
}

async function databaseClock(context: Context): Promise<Date> {
  const { rows } = await context.database.system.raw<{ rows: [{ now: Date }] }>(
    'select clock_timestamp() as now',
  )
  return rows[0].now
}
