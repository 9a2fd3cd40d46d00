import { setTimeout as sleep } from 'node:timers/promises'
import { failures, isConnectorFailure, type ConnectorFailure, type Grant } from '@t21/plugin-kit'
import type { Context } from '../../context.ts'
import { UnreadableToken } from '../../crypto/sealed-box.ts'
import type { ReadyConnector } from '../../plugins/registry.ts'
import { redact } from '../../redact.ts'
import { isSameToken, openToken } from './account-secrets.ts'
import type { SocialAccount } from './social-account.model.ts'
import {
  releaseTokenLease,
  reloadAccount,
  requireReconnection,
  storeRenewedGrant,
  takeTokenLease,
} from './token-store.ts'

/** The lease outlives the longest call by so much. */
const leaseMarginSeconds = 30
const pollMilliseconds = 100
/** Ten years: nobody means a longer life. */
const longestLifeSeconds = 315_360_000

/** The connector's way to renew, or undefined where there is none. */
export function renewerOf(context: Context, account: SocialAccount): ReadyConnector | undefined {
  const plugin = context.plugins.ready(account.platform)
  if (plugin?.connector.oauth.refresh === undefined || account.refreshToken === null)
    return undefined
  return plugin
}

/**
 * Gets an account a newer token than the one in this row: from the network, or from whoever was there
 * first. One request at a time per account over all processes (single flight); the new tokens are
 * stored before anybody uses them.
 *
 * @throws ConnectorFailure `reauth` where the network says that the grant is dead (the account is then
 * marked), `transient` where the network, or whoever renews it at the moment, takes too long
 */
export async function renewToken(
  context: Context,
  seen: SocialAccount,
  options: { readonly waitMs: number },
): Promise<SocialAccount> {
  const until = performance.now() + options.waitMs
  let known = seen
  for (;;) {
    const leased = await takeTokenLease(
      context,
      known,
      context.config.publishingCallSeconds + leaseMarginSeconds,
    )
    if (leased !== undefined) return renewWithLease(context, leased)
    const current = await reloadAccount(context, seen)
    if (current === undefined || current.status !== 'active')
      throw needsReconnection(current ?? seen)
    if (!isSameToken(context.config, seen, current.accessToken, seen.accessToken)) return current
    const resealed = current.accessToken !== known.accessToken
    known = current
    if (resealed) continue
    if (performance.now() >= until) {
      throw failures.transient({
        message: `The token of ${seen.username} is being renewed elsewhere.`,
        remedy: 'This passes by itself; T21 tries again.',
      })
    }
    await sleep(pollMilliseconds)
  }
}

/** The failure for an account that its owner has to connect again. */
export function needsReconnection(account: SocialAccount): ConnectorFailure {
  return failures.reauth({
    message: account.statusReason ?? `${account.username} is not connected.`,
    remedy: 'Connect the account again.',
  })
}

async function renewWithLease(context: Context, account: SocialAccount): Promise<SocialAccount> {
  const started = performance.now()
  let grant: Grant
  try {
    grant = await askNetwork(context, account)
  } catch (error) {
    const failure = asFailure(context, account, error)
    if (failure.kind !== 'reauth') {
      await releaseTokenLease(context, account)
      throw failure
    }
    await requireReconnection(context, account, redact(failure.details.message))
    throw failure
  }
  const stored = await insist(() =>
    storeRenewedGrant(context, account, grant, performance.now() - started),
  )
  const current = stored ?? (await reloadAccount(context, account))
  if (current === undefined || current.status !== 'active') {
    throw needsReconnection(current ?? account)
  }
  return current
}

async function askNetwork(context: Context, account: SocialAccount): Promise<Grant> {
  const plugin = renewerOf(context, account)
  const { accessToken, refreshToken } = account
  if (
    plugin?.connector.oauth.refresh === undefined ||
    accessToken === null ||
    refreshToken === null
  ) {
    throw failures.appConfig({
      message: `There is no way to renew the token of ${account.username}.`,
    })
  }
  const grant = await plugin.connector.oauth.refresh(
    {
      settings: plugin.settings,
      http: context.connectorHttp.forCall({
        connector: plugin.connector,
        // A process that was paused must not use up the refresh token when the lease is another's.
        deadline: performance.now() + leaseMarginSeconds * 500,
      }),
    },
    {
      accessToken: openToken(context.config, account, 'access_token', accessToken),
      refreshToken: openToken(context.config, account, 'refresh_token', refreshToken),
    },
  )
  return usableGrant(grant)
}

/**
 * What can be used of a grant. A life or scopes that make no sense must not cost the tokens: at a network that
 * rotates, these are the only ones that live.
 */
function usableGrant(grant: Partial<Grant> | undefined): Grant {
  const { accessToken, refreshToken, expiresInSeconds, refreshTokenExpiresInSeconds, scopes } =
    grant ?? {}
  if (typeof accessToken !== 'string' || accessToken === '') {
    throw failures.transient({ message: 'The network answered without a token.' })
  }
  return {
    accessToken,
    scopes: Array.isArray(scopes) ? scopes.map(String) : [],
    ...(typeof refreshToken === 'string' && { refreshToken }),
    ...(isLife(expiresInSeconds) && {
      expiresInSeconds: Math.min(expiresInSeconds, longestLifeSeconds),
    }),
    ...(isLife(refreshTokenExpiresInSeconds) && {
      refreshTokenExpiresInSeconds: Math.min(refreshTokenExpiresInSeconds, longestLifeSeconds),
    }),
  }
}

function isLife(seconds: unknown): seconds is number {
  return typeof seconds === 'number' && Number.isFinite(seconds)
}

function asFailure(context: Context, account: SocialAccount, error: unknown): ConnectorFailure {
  if (isConnectorFailure(error)) return error
  if (error instanceof UnreadableToken) {
    return failures.appConfig({
      message: error.message,
      remedy: 'Put the key back into ENCRYPTION_KEYS, or connect the account again.',
      cause: error,
    })
  }
  context.log.error(
    { err: error, socialAccountId: account.id, platform: account.platform },
    'a connector failed unexpectedly while it renewed a token',
  )
  return failures.transient({ message: 'The token could not be renewed.', cause: error })
}

/** Losing a rotated token costs the user the account, so a passing fault of the database is waited for. */
async function insist<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work()
    } catch (error) {
      if (attempt === 5) throw error
      await sleep(attempt * 500)
    }
  }
}
