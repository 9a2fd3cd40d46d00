import type { Grant, RemoteAccount } from '@t21/plugin-kit'
import type { Knex } from 'knex'
import { v7 as uuidV7 } from 'uuid'
import type { Config } from '../../config.ts'
import { consumeQuota } from '../quotas/quotas.service.ts'
import { emitEvent } from '../webhooks-out/outbox.ts'
import { sealGrant } from './account-secrets.ts'

/** Where an account is connected. */
export interface AccountPlace {
  readonly organizationId: string
  readonly brandId: string
  readonly platform: string
}

/**
 * Stores an account with its tokens. One that was there before keeps its row, and so everything that is
 * scheduled on it; its tokens are replaced as a whole, because the old ones belong to another grant.
 *
 * @param ageSeconds how long ago the grant was given
 * @returns the account's id
 * @throws ApiError QUOTA_EXCEEDED for one that was not connected before
 */
export async function connectAccount(
  transaction: Knex.Transaction,
  config: Pick<Config, 'encryptionKeys'>,
  place: AccountPlace,
  account: RemoteAccount,
  grant: Grant,
  ageSeconds: number,
): Promise<string> {
  const { id, fresh } = await rowOf(transaction, place, account)
  if (fresh) {
    const { organizationId } = place
    await consumeQuota(transaction, { organizationId, metric: 'socialAccounts', subjectId: id })
  }
  // A page's own token does not end with the person's grant, and is not renewed by it.
  const own: Grant =
    account.accessToken === undefined
      ? grant
      : {
          accessToken: account.accessToken,
          scopes: grant.scopes,
          expiresInSeconds: account.accessTokenExpiresInSeconds,
        }
  const sealed = sealGrant(config, { id, organizationId: place.organizationId }, own)
  await transaction('social_accounts')
    .where({ id, organization_id: place.organizationId })
    .update({
      username: account.username,
      display_name: account.displayName ?? null,
      avatar_url: account.avatarUrl ?? null,
      profile_url: account.profileUrl ?? null,
      access_token: sealed.access_token,
      refresh_token: sealed.refresh_token ?? null,
      token_expires_at: momentIn(transaction, own.expiresInSeconds, ageSeconds),
      refresh_expires_at: momentIn(transaction, own.refreshTokenExpiresInSeconds, ageSeconds),
      token_refreshed_at: null,
      token_lease_until: null,
      // Whoever renews the old token at this moment shall notice.
      token_fence: transaction.raw('token_fence + 1'),
      scopes: [...grant.scopes],
      facts: JSON.stringify(account.facts),
      limits: '[]',
      granted_by: grant.userId ?? null,
      connected_at: transaction.raw('clock_timestamp()'),
      status: 'active',
      status_reason: null,
      // The next sweep reads what the network lets this account do.
      last_sync_at: null,
    })
  const { organizationId, brandId, platform } = place
  await emitEvent(transaction, {
    organizationId,
    brandId,
    type: 'account.connected',
    data: { id, organizationId, brandId, platform, status: 'active' },
  })
  return id
}

function momentIn(
  transaction: Knex.Transaction,
  seconds: number | undefined,
  ageSeconds: number,
): Knex.Raw {
  return transaction.raw('clock_timestamp() + make_interval(secs => ?::double precision)', [
    seconds === undefined ? null : seconds - ageSeconds,
  ])
}

/** The row of this identity in this brand, made where there is none, locked either way; `fresh` where it was not connected. */
async function rowOf(
  transaction: Knex.Transaction,
  place: AccountPlace,
  { platformUserId, username }: RemoteAccount,
): Promise<{ readonly id: string; readonly fresh: boolean }> {
  const identity = {
    organization_id: place.organizationId,
    brand_id: place.brandId,
    platform: place.platform,
    platform_user_id: platformUserId,
  }
  const id = uuidV7()
  const made = (await transaction('social_accounts')
    .insert({ ...identity, id, username })
    .onConflict(['brand_id', 'platform', 'platform_user_id'])
    .ignore()
    .returning('id')) as { id: string }[]
  if (made.length > 0) return { id, fresh: true }
  const found = await transaction('social_accounts')
    .where(identity)
    .forUpdate()
    .first<{ id: string; status: string } | undefined>('id', 'status')
  if (found === undefined) throw new Error('The account was neither stored nor found.')
  return { id: found.id, fresh: found.status === 'disconnected' }
}
