import type { EmulatorContext, EmulatorResponse } from '@t21/plugin-kit/sandbox'
import { parametersOf, textOf, type Parameters } from '../api/body.ts'
import type { RoutesOf } from '../api/endpoint.ts'
import { oauthError } from '../api/errors.ts'
import { findApp, type App } from './apps.ts'
import { redeemCode } from './codes.ts'
import { covers, scopesOf } from './scopes.ts'
import { issueToken, revokeToken } from './tokens.ts'

/** `POST /oauth/token` and `POST /oauth/revoke`. There are no refresh tokens. */
export const tokenRoutes: RoutesOf = (instance) => [
  {
    method: 'POST',
    host: instance.host,
    path: '/oauth/token',
    operation: 'token',
    handle(request, context) {
      const body = parametersOf(request)
      const app = authenticate(context, body)
      return app === undefined ? invalidClient() : grantToken(context, app, body)
    },
  },
  {
    method: 'POST',
    host: instance.host,
    path: '/oauth/revoke',
    operation: 'revoke_token',
    handle(request, context) {
      const body = parametersOf(request)
      const app = authenticate(context, body)
      const token = textOf(body['token'])
      const done =
        app !== undefined && token !== undefined && revokeToken(context, token, app.clientId)
      if (done) return { status: 200, json: {} }
      const words = 'You are not authorized to revoke this token'
      return oauthError(403, 'unauthorized_client', words)
    },
  },
]

function grantToken(context: EmulatorContext, app: App, body: Parameters): EmulatorResponse {
  const grantType = textOf(body['grant_type'])
  if (grantType === 'client_credentials') {
    const scopes = scopesOf(textOf(body['scope']) ?? 'read')
    if (scopes === undefined || !covers(app.scopes, scopes)) return invalidScope()
    return answer(context, app, null, scopes)
  }
  if (grantType !== 'authorization_code') {
    const words = 'The authorization grant type is not supported by the authorization server.'
    return oauthError(400, 'unsupported_grant_type', words)
  }
  const pending = redeemCode(context, {
    code: textOf(body['code']) ?? '',
    clientId: app.clientId,
    redirectUri: textOf(body['redirect_uri']) ?? '',
    verifier: textOf(body['code_verifier']),
  })
  if (pending === undefined) {
    const words =
      'The provided authorization grant is invalid, expired, revoked, does not match the redirection URI used in the authorization request, or was issued to another client.'
    return oauthError(400, 'invalid_grant', words)
  }
  return answer(context, app, pending.accountId, pending.scopes)
}

function answer(
  context: EmulatorContext,
  { clientId }: App,
  accountId: string | null,
  scopes: readonly string[],
): EmulatorResponse {
  return {
    status: 200,
    json: {
      access_token: issueToken(context, { clientId, accountId, scopes }),
      token_type: 'Bearer',
      scope: scopes.join(' '),
      created_at: Math.floor(context.now().getTime() / 1000),
    },
  }
}

function authenticate(context: EmulatorContext, body: Parameters): App | undefined {
  const app = findApp(context, textOf(body['client_id']) ?? '')
  return app?.clientSecret === textOf(body['client_secret']) ? app : undefined
}

function invalidClient(): EmulatorResponse {
  const words =
    'Client authentication failed due to unknown client, no client authentication included, or unsupported authentication method.'
  return oauthError(401, 'invalid_client', words)
}

function invalidScope(): EmulatorResponse {
  return oauthError(400, 'invalid_scope', 'The requested scope is invalid, unknown, or malformed.')
}
