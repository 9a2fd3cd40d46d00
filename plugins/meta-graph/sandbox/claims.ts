import type { EmulatorContext, EmulatorRequest } from '@t21/plugin-kit/sandbox'
import { readParameters, type Parameters } from './api/parameters.ts'
import type { GraphApp } from './oauth/app.ts'
import { appTokenOf } from './oauth/caller.ts'
import { userIdOfCode } from './oauth/codes.ts'
import { findToken } from './oauth/tokens.ts'
import { tokenOf } from './oauth/token-of.ts'
import { findPage } from './people/pages.ts'
import { findUser } from './people/users.ts'

/** True for a request that is this app's: by client id, by a token it gave out, or by the app's id in the path. */
export function claimsOf(
  app: GraphApp,
): (request: EmulatorRequest, context: EmulatorContext) => boolean {
  return (request, context) => {
    const params = readParameters(request)
    const client = params.get('client_id')
    if (client !== undefined) return client === app.id
    if (Object.values(request.params).includes(app.id)) return true
    return tokensIn(request, params).some(
      (token) => token === appTokenOf(app) || findToken(context, token) !== undefined,
    )
  }
}

/** In whose name a request comes: a page, or a person where no page is named. Spends nothing. */
export function accountOfRequest(
  request: EmulatorRequest,
  context: EmulatorContext,
): { readonly id: string; readonly username: string } | undefined {
  const params = readParameters(request)
  const stored = tokensIn(request, params)
    .map((token) => findToken(context, token))
    .find((token) => token !== undefined)
  const pageId = stored?.pageId ?? null
  const page = pageId === null ? undefined : findPage(context, pageId)
  if (page !== undefined) return { id: page.id, username: page.handle }
  const code = params.get('code')
  const userId = stored?.userId ?? (code === undefined ? undefined : userIdOfCode(context, code))
  const user = userId === undefined ? undefined : findUser(context, userId)
  return user === undefined ? undefined : { id: user.id, username: user.handle }
}

/** The request's own token first; a token that it asks about or exchanges counts too. */
function tokensIn(request: EmulatorRequest, params: Parameters): readonly string[] {
  return [
    tokenOf(request, params),
    params.get('fb_exchange_token'),
    params.get('input_token'),
  ].filter((token) => token !== undefined)
}
