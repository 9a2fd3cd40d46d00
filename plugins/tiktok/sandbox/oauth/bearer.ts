import type { EmulatorContext, EmulatorRequest } from '@t21/plugin-kit/sandbox'
import { findAccount, openIdOf, type Account } from '../accounts/account.ts'
import { findClient, type Client } from './clients.ts'
import { grantOfAccessToken } from './grants.ts'

/** Who calls: an account, through an app. */
export interface Caller {
  readonly account: Account
  readonly client: Client
  readonly openId: string
  readonly scopes: readonly string[]
}

/** Tells the caller by the bearer token, or `undefined` where the token is worth nothing. */
export function identify(request: EmulatorRequest, context: EmulatorContext): Caller | undefined {
  const token = /^Bearer (\S+)$/i.exec(request.headers['authorization'] ?? '')?.[1]
  const grant = token === undefined ? undefined : grantOfAccessToken(context, token)
  if (grant === undefined) return undefined
  const account = findAccount(context, grant.handle)
  const client = findClient(grant.clientKey)
  if (account === undefined || client === undefined) return undefined
  return { account, client, openId: openIdOf(client.key, account), scopes: grant.scopes }
}
