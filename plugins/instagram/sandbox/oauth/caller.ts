import { callerOf, deadToken, GraphRefusal, refusal, type Caller } from '@t21/meta-graph/sandbox'
import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { findAccount, type Account } from '../accounts/account.ts'
import { accountOfPage } from '../accounts/linked-pages.ts'
import { facebookGraphApp } from './facebook-app.ts'
import { findToken, grantOf } from './grants.ts'
import { scopeNames, type Login, type Permission } from './scopes.ts'

/** Who calls, whichever way it has logged in. */
export interface InstagramCaller {
  readonly login: Login
  readonly scopes: readonly string[]
  /** The accounts in whose name it may act: one with Instagram Login, one for each page otherwise. */
  readonly accounts: readonly Account[]
  /** Of Facebook Login: the person, the page or the app. */
  readonly graph: Caller | undefined
}

/** The caller behind a token of Instagram Login. @throws GraphRefusal 190 or 104 */
export function instagramCaller(
  context: EmulatorContext,
  token: string | undefined,
): InstagramCaller {
  if (token === undefined) {
    const message = 'An access token is required to request this resource.'
    throw refusal({ message, code: 104, status: 401 })
  }
  const stored = findToken(context, token)
  if (stored === undefined) throw new GraphRefusal(deadToken())
  const grant = grantOf(context, stored)
  if (typeof grant === 'number') throw new GraphRefusal(deadToken(grant))
  const account = findAccount(context, stored.accountId)
  if (account === undefined) throw new GraphRefusal(deadToken(458))
  return { login: 'instagram', scopes: grant.scopes, accounts: [account], graph: undefined }
}

/** The caller behind a token of Facebook Login: a person's or a page's. @throws GraphRefusal 190 or 104 */
export function facebookCaller(
  context: EmulatorContext,
  token: string | undefined,
): InstagramCaller {
  const graph = callerOf(context, facebookGraphApp, token)
  if (graph.kind === 'app') return { login: 'facebook', scopes: [], accounts: [], graph }
  const pageIds = graph.kind === 'page' ? [graph.page.id] : graph.grant.pageIds
  const accounts = pageIds.map((id) => accountOfPage(context, id))
  return {
    login: 'facebook',
    scopes: graph.grant.scopes,
    accounts: accounts.filter((account) => account !== undefined),
    graph,
  }
}

/** The name of a permission that a caller lacks; `undefined` where it has it. */
export function lackedScope(caller: InstagramCaller, permission: Permission): string | undefined {
  const names: Readonly<Partial<Record<Permission, string>>> = scopeNames[caller.login]
  const scope = names[permission]
  if (scope === undefined) return permission
  return caller.scopes.includes(scope) ? undefined : scope
}
