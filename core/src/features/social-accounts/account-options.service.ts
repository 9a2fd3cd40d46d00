import type { TSchema } from 'typebox'
import { isConnectorFailure } from '@t21/plugin-kit'
import type { Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { read } from '../../db/read.ts'
import { ApiError, notFound } from '../../errors.ts'
import { authorize } from '../../authz/principal.ts'
import { redact } from '../../redact.ts'
import { accountCall } from './account-call.ts'
import { SocialAccount } from './social-account.model.ts'

/**
 * The options of a post to this account as JSON Schema, with what the network offers it now.
 *
 * @throws ApiError NOT_FOUND; PLATFORM_UNAVAILABLE without its plugin; ACCOUNT_NOT_CONNECTED; NETWORK_UNAVAILABLE where the network
 * does not answer
 */
export async function accountOptionsOf(
  context: Context,
  principal: Principal,
  input: { readonly id: string; readonly search?: string | undefined },
): Promise<{ readonly account: SocialAccount; readonly schema: TSchema }> {
  const account = await find(context, principal, input.id)
  const plugin = context.plugins.ready(account.platform)
  if (plugin === undefined) {
    throw new ApiError('PLATFORM_UNAVAILABLE', `${account.platform} is not available here.`)
  }
  const { connector } = plugin
  if (connector.accountOptions === undefined) {
    return { account, schema: connector.capabilities.options }
  }
  try {
    const { rows } = await context.database.system.raw<{ rows: [{ now: Date }] }>(
      'select clock_timestamp() as now',
    )
    const { call } = await accountCall(context, account, plugin, {
      now: rows[0].now,
      signal: AbortSignal.timeout(context.config.publishingCallSeconds * 1_000),
    })
    const schema = await connector.accountOptions(call, { search: input.search })
    return { account, schema }
  } catch (error) {
    throw refusalOf(connector.displayName, error)
  }
}

async function find(context: Context, principal: Principal, id: string): Promise<SocialAccount> {
  const query = SocialAccount.query(context.database.api)
    .where({ id })
    .whereRaw('organization_id = any (?::uuid[])', [[...principal.organizationIds]])
    .whereNot('status', 'disconnected')
  const [row] = await read<object>(context.database, principal.organizationIds, query.toKnexQuery())
  if (row === undefined) throw notFound('Social account')
  const account = SocialAccount.fromDatabaseJson(row)
  authorize(principal, 'read', 'SocialAccount', account.organizationId)
  return account
}

function refusalOf(network: string, error: unknown): unknown {
  if (!isConnectorFailure(error)) return error
  const { kind, details } = error
  const words = `${details.message} ${details.remedy ?? ''}`.trim()
  if (kind === 'reauth') return new ApiError('ACCOUNT_NOT_CONNECTED', redact(words))
  return new ApiError('NETWORK_UNAVAILABLE', redact(`${network}: ${words}`))
}
