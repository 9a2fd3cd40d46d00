import type { Grant, RemoteAccount } from '@t21/plugin-kit'
import type { Role } from '../../authz/vocabulary.ts'
import type { Context } from '../../context.ts'
import { actAs, type Actor } from '../../db/actor.ts'
import { inOrganizations } from '../../db/tenancy.ts'
import { ApiError } from '../../errors.ts'
import type { ReadyConnector } from '../../plugins/registry.ts'
import { AccountConnection, type ConnectionError } from './account-connection.model.ts'
import { connectAccount } from './connect-account.ts'
import {
  anotherAccount,
  connectionErrors,
  failedExchange,
  noAccounts,
  refusedConsent,
} from './connection-errors.ts'
import { hashState, openVerifier, sealHeldGrant } from './connection-secrets.ts'
import { redirectUri } from './connections.service.ts'
import { reachAccounts } from './reach-accounts.ts'
import { missingScopes } from './scopes.ts'
import { SocialAccount } from './social-account.model.ts'
import { mayConnect } from './social-accounts.policy.ts'
import { storable } from './storable.ts'

/** What the browser brings back. */
export interface CallbackQuery {
  readonly state?: string
  readonly code?: string
  readonly error?: string
  readonly error_description?: string
}

/**
 * Ends a walk through a consent page. The state is used up by the first request that brings it, whatever
 * comes of it.
 *
 * @returns the connection as it ended, or undefined for a state that is unknown, used, or of another platform
 */
export async function finishConnection(
  context: Context,
  platform: string,
  query: CallbackQuery,
  from: Pick<Actor, 'ipAddress' | 'userAgent' | 'requestId'>,
): Promise<AccountConnection | undefined> {
  if (query.state === undefined) return undefined
  const connection = await useState(context, platform, query.state)
  if (connection === undefined) return undefined
  const outcome = await exchange(context, connection, query)
  const { userId, organizationId } = connection
  const organizationIds = [organizationId]
  const actor: Actor = { kind: 'user', userId, apiKeyId: null, organizationIds, ...from }
  return actAs(actor, () => store(context, connection, outcome))
}

type Outcome =
  | { readonly error: ConnectionError }
  | { readonly grant: Grant; readonly accounts: readonly RemoteAccount[]; readonly asked: number }

type UsedConnection = AccountConnection & { readonly expired: boolean }

/** One statement, so that of two requests with the same state only one goes on. */
async function useState(
  context: Context,
  platform: string,
  state: string,
): Promise<UsedConnection | undefined> {
  const { rows } = await context.database.system.raw<{ rows: object[] }>(
    `update account_connections set status = 'exchanging'
     where state_hash = ? and platform = ? and status = 'pending'
     returning *, expires_at <= clock_timestamp() as expired`,
    [hashState(state), platform],
  )
  const [row] = rows
  return row && (AccountConnection.fromDatabaseJson(row) as UsedConnection)
}

async function exchange(
  context: Context,
  connection: UsedConnection,
  query: CallbackQuery,
): Promise<Outcome> {
  if (connection.expired) return { error: connectionErrors.expired }
  if (query.error !== undefined) {
    return { error: refusedConsent(query.error, query.error_description) }
  }
  if (query.code === undefined) return { error: connectionErrors.noCode }
  if (!(await stillAllowed(context, connection))) return { error: connectionErrors.notAllowed }
  const plugin = context.plugins.ready(connection.platform)
  if (plugin === undefined) return { error: connectionErrors.unavailable }
  try {
    return await askNetwork(context, connection, plugin, query.code)
  } catch (error) {
    context.log.warn({ err: error, connectionId: connection.id }, 'an account was not connected')
    return { error: failedExchange(error) }
  }
}

async function askNetwork(
  context: Context,
  connection: AccountConnection,
  { connector, settings }: ReadyConnector,
  code: string,
): Promise<Outcome> {
  const asked = performance.now()
  const call = { settings, http: context.connectorHttp.forCall({ connector }) }
  const grant = await connector.oauth.exchange(call, {
    code,
    redirectUri: redirectUri(context.config, connection.platform),
    codeVerifier: openVerifier(context.config, connection),
  })
  const reached = storable(await reachAccounts(connector, call, grant))
  if (reached.length === 0) {
    const missing = missingScopes(connector, grant.scopes).map(({ name }) => name)
    return { error: noAccounts(connector.displayName, missing) }
  }
  if (connection.socialAccountId === null) return { grant, accounts: reached, asked }
  const expected = await SocialAccount.query(context.database.system).findOne({
    id: connection.socialAccountId,
    organization_id: connection.organizationId,
  })
  const same = reached.find(({ platformUserId }) => platformUserId === expected?.platformUserId)
  if (same === undefined) return { error: anotherAccount(expected?.username ?? '?', reached) }
  return { grant, accounts: [same], asked }
}

/** The person may have left the organization, or been suspended, since the walk began. */
async function stillAllowed(
  context: Context,
  { userId, organizationId }: AccountConnection,
): Promise<boolean> {
  const member = await context.database
    .system('team_members')
    .join('users', 'users.id', 'team_members.user_id')
    .join('organizations', 'organizations.id', 'team_members.organization_id')
    .where({
      'team_members.user_id': userId,
      'team_members.organization_id': organizationId,
      'users.status': 'active',
      'organizations.status': 'active',
    })
    .first<{ role: Role } | undefined>('team_members.role')
  return member !== undefined && mayConnect(member.role)
}

async function store(
  context: Context,
  connection: AccountConnection,
  outcome: Outcome,
): Promise<AccountConnection> {
  try {
    return await storeOutcome(context, connection, outcome)
  } catch (error) {
    if (!(error instanceof ApiError && error.code === 'QUOTA_EXCEEDED')) throw error
    return storeOutcome(context, connection, { error: connectionErrors.limitReached })
  }
}

async function storeOutcome(
  context: Context,
  connection: AccountConnection,
  outcome: Outcome,
): Promise<AccountConnection> {
  const { organizationId } = connection
  return inOrganizations(context.database, [organizationId], async (transaction) => {
    const patch = (fields: object): Promise<AccountConnection> =>
      Promise.resolve(
        AccountConnection.query(transaction)
          .where({ id: connection.id, organization_id: organizationId })
          .patch(fields)
          .returning('*')
          .first()
          .throwIfNotFound(),
      )
    if ('error' in outcome) return patch({ status: 'failed', error: outcome.error })
    const { grant, accounts, asked } = outcome
    const [only, ...others] = accounts
    if (only !== undefined && others.length === 0) {
      const age = (performance.now() - asked) / 1_000
      const id = await connectAccount(transaction, context.config, connection, only, grant, age)
      return patch({ status: 'connected', socialAccountIds: [id] })
    }
    return patch({
      status: 'choose',
      grantSecret: sealHeldGrant(context.config, connection, { grant, accounts }),
      candidates: accounts.map((account) => ({
        platformUserId: account.platformUserId,
        username: account.username,
        displayName: account.displayName ?? null,
        avatarUrl: account.avatarUrl ?? null,
        profileUrl: account.profileUrl ?? null,
      })),
      expiresAt: transaction.raw(`clock_timestamp() + interval '10 minutes'`),
    })
  })
}
