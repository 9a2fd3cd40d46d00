import { v7 as uuidV7 } from 'uuid'
import { authorize, type Principal } from '../../authz/principal.ts'
import { baseUrlOf, type ListeningConfig } from '../../base-url.ts'
import type { Context } from '../../context.ts'
import { read } from '../../db/read.ts'
import { inOrganizations } from '../../db/tenancy.ts'
import { ApiError, notFound } from '../../errors.ts'
import type { ReadyConnector } from '../../plugins/registry.ts'
import { getBrand } from '../brands/brands.service.ts'
import { AccountConnection } from './account-connection.model.ts'
import { makeConnectionSecrets, hashState, sealVerifier } from './connection-secrets.ts'
import { checkReturnUrl } from './return-url.ts'
import type { SocialAccount } from './social-account.model.ts'
import { getSocialAccount } from './social-accounts.service.ts'

/** A walk that has begun. */
export interface StartedConnection {
  readonly connectionId: string
  /** Where the person's browser has to go. */
  readonly authorizationUrl: string
}

/** A connection as it is now. */
export interface CurrentConnection {
  readonly connection: AccountConnection
  /** By the database's clock. */
  readonly expired: boolean
}

/**
 * Begins to connect an account of a platform to a brand. State and PKCE verifier belong to the person
 * who asks, are used once, and live for 10 minutes.
 *
 * @throws ApiError NOT_FOUND, FORBIDDEN, PLATFORM_UNAVAILABLE, RETURN_URL_NOT_ALLOWED
 */
export async function startConnection(
  context: Context,
  principal: Principal,
  input: { readonly brandId: string; readonly platform: string; readonly returnUrl?: string },
): Promise<StartedConnection> {
  const { organizationId } = await getBrand(context, principal, input.brandId)
  const { brandId } = input
  authorize(principal, 'create', 'SocialAccount', { organizationId, brandId })
  return begin(context, principal, { ...input, organizationId })
}

/**
 * Begins to connect an account anew. Only the same identity is accepted, and its row, with everything
 * that is scheduled on it, is kept.
 *
 * @throws ApiError as {@link startConnection}
 */
export async function startReconnection(
  context: Context,
  principal: Principal,
  input: { readonly brandId: string; readonly id: string; readonly returnUrl?: string },
): Promise<StartedConnection> {
  const account = await getSocialAccount(context, principal, input)
  authorize(principal, 'update', 'SocialAccount', account)
  const { organizationId, brandId, platform } = account
  return begin(context, principal, {
    organizationId,
    brandId,
    platform,
    account,
    ...(input.returnUrl === undefined ? {} : { returnUrl: input.returnUrl }),
  })
}

/** One's own connection. @throws ApiError NOT_FOUND, for somebody else's too */
export async function getConnection(
  context: Context,
  principal: Principal,
  id: string,
): Promise<CurrentConnection> {
  const query = AccountConnection.query(context.database.api)
    .select('account_connections.*')
    .select(context.database.api.raw('expires_at <= clock_timestamp() as expired'))
    .where({ id, user_id: principal.userId })
    .whereRaw('organization_id = any (?::uuid[])', [[...principal.organizationIds]])
  const [row] = await read<{ expired: boolean }>(
    context.database,
    principal.organizationIds,
    query.toKnexQuery(),
  )
  if (row === undefined) throw notFound('Connection')
  return { connection: AccountConnection.fromDatabaseJson(row), expired: row.expired }
}

/** Where a network sends browsers back to; it has to be registered there, to the letter, as the READMEs write it. */
export function redirectUri(config: ListeningConfig, platform: string): string {
  return `${baseUrlOf(config)}/v1/oauth/callback/${platform}`
}

/** @throws ApiError PLATFORM_UNAVAILABLE */
function requireConnector(context: Context, platform: string): ReadyConnector {
  const plugin = context.plugins.ready(platform)
  if (plugin === undefined) {
    throw new ApiError('PLATFORM_UNAVAILABLE', undefined, {
      details: [{ field: 'platform', message: `There is no ready connector for ${platform}.` }],
    })
  }
  return plugin
}

async function begin(
  context: Context,
  principal: Principal,
  input: {
    readonly organizationId: string
    readonly brandId: string
    readonly platform: string
    readonly returnUrl?: string
    readonly account?: SocialAccount
  },
): Promise<StartedConnection> {
  const { organizationId, brandId, platform } = input
  const { connector, settings } = requireConnector(context, platform)
  const returnUrl =
    input.returnUrl === undefined ? null : checkReturnUrl(context.config, input.returnUrl)
  const { state, codeVerifier, codeChallenge } = makeConnectionSecrets()
  const id = uuidV7()
  await inOrganizations(context.database, [organizationId], async (transaction) => {
    await AccountConnection.query(transaction).insert({
      id,
      organizationId,
      brandId,
      platform,
      userId: principal.userId,
      socialAccountId: input.account?.id ?? null,
      stateHash: hashState(state),
      codeVerifier: sealVerifier(context.config, { id, organizationId }, codeVerifier),
      returnUrl,
      expiresAt: transaction.raw(`clock_timestamp() + interval '10 minutes'`),
    })
  })
  const authorizationUrl = connector.oauth.authorizeUrl({
    settings,
    redirectUri: redirectUri(context.config, platform),
    state,
    codeChallenge,
  })
  return {
    connectionId: id,
    authorizationUrl: context.connectorHttp.browserUrl(authorizationUrl),
  }
}
