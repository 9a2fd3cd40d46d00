import type { EmulatorContext, EmulatorRequest, EmulatorRoute } from '@t21/plugin-kit/sandbox'
import { findToken } from './grants.ts'
import { oauthError } from './oauth-error.ts'
import { claimsOf, personOf } from './people.ts'

/** Who somebody is, by the access token. */
export const userinfoRoutes: readonly EmulatorRoute[] = [
  {
    method: 'GET',
    host: 'openidconnect.googleapis.com',
    path: '/v1/userinfo',
    operation: 'userinfo',
    handle(request, context) {
      const token = tokenOf(request, context)
      if (token === undefined) return oauthError(401, 'invalid_request', 'Invalid Credentials')
      return { status: 200, json: claimsOf(personOf(token.email), token.scopes) }
    },
  },
]

/** In whose name a request comes. */
export function accountOfRequest(
  request: EmulatorRequest,
  context: EmulatorContext,
): { readonly id: string; readonly username: string } | undefined {
  const token = tokenOf(request, context)
  return token === undefined ? undefined : { id: personOf(token.email).sub, username: token.email }
}

function tokenOf({ headers }: EmulatorRequest, context: EmulatorContext) {
  const [, token = ''] = /^Bearer (\S+)$/i.exec(headers['authorization'] ?? '') ?? []
  return findToken(context, token)
}
