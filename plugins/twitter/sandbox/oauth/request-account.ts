import type { EmulatorContext, EmulatorRequest } from '@t21/plugin-kit/sandbox'
import { findAccount, type Account } from '../accounts/account.ts'
import { identify } from './bearer.ts'
import { accountIdOfCode } from './codes.ts'
import { accountIdOfToken } from './grants.ts'
import { readParameters } from './parameters.ts'

/**
 * In whose name a request comes: by its bearer token, or, at the token endpoint, by the code or token
 * that it brings. Spends nothing.
 */
export function accountOfRequest(
  request: EmulatorRequest,
  context: EmulatorContext,
): Account | undefined {
  const caller = identify(request, context)
  if (caller?.kind === 'user') return caller.account
  if (!request.path.startsWith('/2/oauth2/')) return undefined
  const parameters = readParameters(request)
  const token = parameters.get('refresh_token') ?? parameters.get('token')
  const code = parameters.get('code')
  const id =
    (token === undefined ? undefined : accountIdOfToken(context, token)) ??
    (code === undefined ? undefined : accountIdOfCode(context, code))
  return id === undefined ? undefined : findAccount(context, id)
}
