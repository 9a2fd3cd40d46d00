import {
  accountOfRequest as accountOfGraphRequest,
  claimsOf,
  readParameters,
  tokenOf,
} from '@t21/meta-graph/sandbox'
import type { EmulatorContext, EmulatorRequest } from '@t21/plugin-kit/sandbox'
import { findAccount } from '../accounts/account.ts'
import { accountOfPage } from '../accounts/linked-pages.ts'
import { accountIdOfCode } from './codes.ts'
import { facebookGraphApp } from './facebook-app.ts'
import { findToken } from './grants.ts'

/**
 * In whose name a request comes: by the account in its path, its token, or the code that it brings; a page
 * stands for the account that is linked to it. Spends nothing.
 */
export function accountOfRequest(
  request: EmulatorRequest,
  context: EmulatorContext,
): { readonly id: string; readonly username: string } | undefined {
  const params = readParameters(request)
  const token = tokenOf(request, params)
  const code = params.get('code')
  const id =
    (token === undefined ? undefined : findToken(context, token)?.accountId) ??
    (code === undefined ? undefined : accountIdOfCode(context, code)) ??
    request.params['node'] ??
    ''
  const account = findAccount(context, id)
  if (account !== undefined) return account
  const graph = accountOfGraphRequest(request, context)
  return graph === undefined ? undefined : (accountOfPage(context, graph.id) ?? graph)
}

/** Whether a request to one of Facebook's hosts is this app's (facebook.md 1). */
export const claims = claimsOf(facebookGraphApp)
