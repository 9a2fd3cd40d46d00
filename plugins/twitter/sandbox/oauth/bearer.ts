import type { EmulatorContext, EmulatorRequest } from '@t21/plugin-kit/sandbox'
import { findAccount, type Account } from '../accounts/account.ts'
import { isAppToken } from './app-tokens.ts'
import { grantOfAccessToken } from './grants.ts'

/** Who calls: an account, or the app for itself. */
export type Caller =
  | {
      readonly kind: 'user'
      readonly id: string
      readonly account: Account
      readonly scopes: readonly string[]
    }
  | { readonly kind: 'app'; readonly id: string }

/** Tells the caller by the bearer token, or `undefined` where the token is worth nothing. */
export function identify(request: EmulatorRequest, context: EmulatorContext): Caller | undefined {
  const token = /^Bearer (\S+)$/i.exec(request.headers['authorization'] ?? '')?.[1]
  if (token === undefined) return undefined
  if (isAppToken(context, token)) return { kind: 'app', id: 'app' }
  const grant = grantOfAccessToken(context, token)
  const account = grant === undefined ? undefined : findAccount(context, grant.accountId)
  if (grant === undefined || account === undefined) return undefined
  return { kind: 'user', id: account.id, account, scopes: grant.scopes }
}
