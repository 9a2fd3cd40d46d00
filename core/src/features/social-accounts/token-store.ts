import type { Grant } from '@t21/plugin-kit'
import type { Context } from '../../context.ts'
import { say } from '../notifications/notice-words.ts'
import { notify } from '../notifications/notifications.service.ts'
import { emitEvent } from '../webhooks-out/outbox.ts'
import { isSameToken, sealGrant } from './account-secrets.ts'
import { SocialAccount } from './social-account.model.ts'

/** Reads an account anew; what was claimed a minute ago may have another token now. */
export async function reloadAccount(
  context: Context,
  account: Pick<SocialAccount, 'id' | 'organizationId'>,
): Promise<SocialAccount | undefined> {
  return SocialAccount.query(context.database.system).findOne({
    id: account.id,
    organization_id: account.organizationId,
  })
}

/**
 * Takes the right to renew an account's token, for so many seconds of the database's clock. It is
 * given only while the token is still the one that the caller has seen, to one process at a time.
 *
 * @returns the account with its new fence, or undefined where somebody was faster
 */
export async function takeTokenLease(
  context: Context,
  seen: SocialAccount,
  seconds: number,
): Promise<SocialAccount | undefined> {
  const { rows } = await context.database.system.raw<{ rows: object[] }>(
    `update social_accounts set token_fence = token_fence + 1,
       token_lease_until = clock_timestamp() + make_interval(secs => ?)
     where id = ? and organization_id = ? and status = 'active' and access_token = ?
       and (token_lease_until is null or token_lease_until < clock_timestamp())
     returning *`,
    [seconds, seen.id, seen.organizationId, seen.accessToken],
  )
  const [row] = rows
  return row === undefined ? undefined : SocialAccount.fromDatabaseJson(row)
}

/** Gives the lease back, so that the next one need not wait for its end. */
export async function releaseTokenLease(context: Context, account: SocialAccount): Promise<void> {
  await context.database.system('social_accounts').update({ token_lease_until: null }).where({
    id: account.id,
    organization_id: account.organizationId,
    token_fence: account.tokenFence,
  })
}

/**
 * Stores a renewed grant. It counts as long as the token that it replaces is still the stored one,
 * whoever holds the lease by now: at a network that rotates, these are the only tokens that live. For
 * the same reason it mends an account that was given up meanwhile.
 *
 * @param elapsedMs time since the request for the grant, by which its life is shorter
 * @returns the account as stored, or undefined where another token has taken the place
 */
export async function storeRenewedGrant(
  context: Context,
  account: SocialAccount,
  grant: Grant,
  elapsedMs: number,
): Promise<SocialAccount | undefined> {
  return whileTokenIs(context, account, (stored) => storeOver(context, stored, grant, elapsedMs))
}

/**
 * Does what holds only as long as this token is the stored one; again, where `keys rotate` has merely sealed it anew
 * meanwhile.
 */
async function whileTokenIs<Result>(
  context: Context,
  account: SocialAccount,
  attempt: (stored: Pick<SocialAccount, StoredToken>) => Promise<Result | undefined>,
): Promise<Result | undefined> {
  const { id, organizationId } = account
  let { accessToken } = account
  for (;;) {
    const result = await attempt({ id, organizationId, accessToken })
    if (result !== undefined) return result
    const current = await reloadAccount(context, account)
    if (current === undefined || current.accessToken === accessToken) return undefined
    if (!isSameToken(context.config, account, current.accessToken, accessToken)) return undefined
    accessToken = current.accessToken
  }
}

type StoredToken = 'id' | 'organizationId' | 'accessToken'

async function storeOver(
  context: Context,
  account: Pick<SocialAccount, StoredToken>,
  grant: Grant,
  elapsedMs: number,
): Promise<SocialAccount | undefined> {
  const life = grant.expiresInSeconds
  const [row] = (await context.database
    .system('social_accounts')
    .where({
      id: account.id,
      organization_id: account.organizationId,
      access_token: account.accessToken,
    })
    .update({
      ...sealGrant(context.config, account, grant),
      token_expires_at: context.database.system.raw(
        'clock_timestamp() + make_interval(secs => ?::double precision)',
        [life === undefined ? null : life - elapsedMs / 1_000],
      ),
      ...(grant.refreshTokenExpiresInSeconds === undefined
        ? {}
        : {
            refresh_expires_at: context.database.system.raw(
              'clock_timestamp() + make_interval(secs => ?::double precision)',
              [grant.refreshTokenExpiresInSeconds - elapsedMs / 1_000],
            ),
          }),
      token_refreshed_at: context.database.system.raw('clock_timestamp()'),
      token_lease_until: null,
      status: 'active',
      status_reason: null,
      // A network that leaves the scopes out of its answer has not taken them away (RFC 6749, 5.1).
      ...(grant.scopes.length === 0 ? {} : { scopes: [...grant.scopes] }),
    })
    .returning('*')) as object[]
  return row === undefined ? undefined : SocialAccount.fromDatabaseJson(row)
}

/**
 * Marks an account as in need of its owner, and tells the members once. Does nothing where the token
 * is no longer the one that was refused, or where somebody else is renewing it by now.
 *
 * @returns whether it was marked by this call
 */
export async function requireReconnection(
  context: Context,
  refused: SocialAccount,
  reason: string,
): Promise<boolean> {
  const marked = await whileTokenIs(context, refused, async ({ accessToken }) =>
    markRefused(context, refused, accessToken, reason),
  )
  return marked === true
}

async function markRefused(
  context: Context,
  refused: SocialAccount,
  accessToken: string | null,
  reason: string,
): Promise<true | undefined> {
  return context.database.system.transaction(async (transaction) => {
    const { rows } = await transaction.raw<{ rows: { token_fence: number }[] }>(
      `update social_accounts set status = 'needs_reconnect', status_reason = ?,
         token_fence = token_fence + 1, token_lease_until = null
       where id = ? and organization_id = ? and status = 'active' and access_token = ?
         and token_fence = ?
       returning token_fence`,
      [reason, refused.id, refused.organizationId, accessToken, refused.tokenFence],
    )
    const [row] = rows
    if (row === undefined) return undefined
    await notify(transaction, {
      organizationId: refused.organizationId,
      type: 'ACCOUNT_NEEDS_RECONNECT',
      words: say('accountNeedsReconnect', { username: refused.username, reason }),
      link: `/brands/${refused.brandId}/social-accounts/${refused.id}`,
      subjectId: refused.id,
      dedupeKey: `account_needs_reconnect:${refused.id}:${row.token_fence}`,
    })
    const { id, organizationId, brandId, platform } = refused
    await emitEvent(transaction, {
      organizationId,
      brandId,
      type: 'account.needs_reconnect',
      data: { id, organizationId, brandId, platform, status: 'needs_reconnect' },
    })
    return true
  })
}
