import type { TSchema } from 'typebox'
import { isConnectorFailure } from '@t21/plugin-kit'
import type { Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { ApiError } from '../../errors.ts'
import { redact } from '../../redact.ts'
import { askNetwork } from './ask-network.ts'
import type { SocialAccount } from './social-account.model.ts'
import { getSocialAccount } from './social-accounts.service.ts'

/** Longest that a person waits for the network. */
const longestMs = 20_000

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
  const account = await getSocialAccount(context, principal, { id: input.id })
  const plugin = context.plugins.ready(account.platform)
  if (plugin === undefined) {
    throw new ApiError('PLATFORM_UNAVAILABLE', `${account.platform} is not available here.`)
  }
  const { connector } = plugin
  if (connector.accountOptions === undefined) {
    return { account, schema: connector.capabilities.options }
  }
  try {
    const schema = await askNetwork(
      context,
      { account, plugin },
      async (call) => connector.accountOptions?.(call, { search: input.search }),
      longestMs,
    )
    if (schema === undefined) throw new TypeError('The connector answered no options.')
    return { account, schema }
  } catch (error) {
    throw refusalOf(connector.displayName, error)
  }
}

function refusalOf(network: string, error: unknown): unknown {
  if (!isConnectorFailure(error)) return error
  const { kind, details } = error
  const words = `${details.message} ${details.remedy ?? ''}`.trim()
  if (kind === 'reauth') return new ApiError('ACCOUNT_NOT_CONNECTED', redact(words))
  return new ApiError('NETWORK_UNAVAILABLE', redact(`${network}: ${words}`))
}
