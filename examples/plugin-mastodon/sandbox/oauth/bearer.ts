import type { EmulatorContext, EmulatorRequest } from '@t21/plugin-kit/sandbox'
import { findAccount, type Account } from '../accounts/account.ts'
import { invalidToken } from '../api/errors.ts'
import { findApp } from './apps.ts'
import { findToken } from './tokens.ts'
import { covers, knownScopes } from './scopes.ts'

/** Who comes with a token. */
export interface Bearer {
  readonly token: string
  /** `null` for an application in its own name. */
  readonly account: Account | null
  readonly appName: string
  readonly scopes: ReadonlySet<string>
}

/**
 * The bearer of a request, or `null` where it brings no token.
 *
 * @throws Refusal 401 for a token that is worth nothing
 */
export function bearerOf(request: EmulatorRequest, context: EmulatorContext): Bearer | null {
  const [, token] = /^Bearer (.+)$/i.exec(request.headers['authorization'] ?? '') ?? []
  if (token === undefined) return null
  const known = findToken(context, token)
  if (known === undefined) throw invalidToken()
  if (known.revoked) throw invalidToken('The access token was revoked')
  const account = known.accountId === null ? null : findAccount(context, known.accountId)
  return {
    token,
    account: account ?? null,
    appName: findApp(context, known.clientId)?.name ?? '',
    scopes: new Set(knownScopes.filter((scope) => covers(known.scopes, [scope]))),
  }
}

/** In whose name a request comes, by its token. Changes nothing. */
export function accountOfRequest(
  request: EmulatorRequest,
  context: EmulatorContext,
): Account | undefined {
  const [, bearer] = /^Bearer (.+)$/i.exec(request.headers['authorization'] ?? '') ?? []
  const token = bearer ?? request.form?.get('token') ?? ''
  const accountId = findToken(context, token)?.accountId ?? null
  return accountId === null ? undefined : findAccount(context, accountId)
}
