import type {
  EmulatorContext,
  EmulatorRequest,
  EmulatorResponse,
  EmulatorRoute,
} from '@t21/plugin-kit/sandbox'
import { findAccount, openIdOf } from '../accounts/account.ts'
import { Refusal, refusedOAuth } from '../api/errors.ts'
import { oauthLifetimes } from '../api/limits.ts'
import { authenticateClient, required, type Client } from './clients.ts'
import { redeemCode } from './codes.ts'
import { disconnect } from './disconnect.ts'
import { grantOfAnyToken, openGrant, rotate, type IssuedTokens } from './grants.ts'

/** The token endpoint and revocation (tiktok.md 1). */
export const tokenRoutes: readonly EmulatorRoute[] = [
  oauthRoute('/v2/oauth/token/', 'token', (context, client, form) => ({
    status: 200,
    headers: { 'cache-control': 'no-store' },
    json: presented(context, buyTokens(context, client, form)),
  })),
  oauthRoute('/v2/oauth/revoke/', 'revoke_token', (context, client, form) => {
    const grant = grantOfAnyToken(context, required(form, 'token'))
    if (grant === undefined || grant.clientKey !== client.key) {
      throw new Refusal(400, 'invalid_request', 'The token is not valid.')
    }
    disconnect(context, grant, 'developer revoked')
    return { status: 200 }
  }),
]

function oauthRoute(
  path: string,
  operation: string,
  handle: (context: EmulatorContext, client: Client, form: URLSearchParams) => EmulatorResponse,
): EmulatorRoute {
  return {
    method: 'POST',
    host: 'open.tiktokapis.com',
    path,
    operation,
    handle(request, context) {
      try {
        const form = requireForm(request)
        return handle(context, authenticateClient(form), form)
      } catch (error) {
        if (error instanceof Refusal) return refusedOAuth(context, error)
        throw error
      }
    },
  }
}

function requireForm({ form }: EmulatorRequest): URLSearchParams {
  if (form !== undefined) return form
  const message = 'Content-Type must be application/x-www-form-urlencoded.'
  throw new Refusal(400, 'invalid_request', message)
}

function buyTokens(context: EmulatorContext, client: Client, form: URLSearchParams): IssuedTokens {
  const grantType = required(form, 'grant_type')
  if (grantType === 'authorization_code') {
    return openGrant(
      context,
      redeemCode(context, {
        code: required(form, 'code'),
        redirectUri: required(form, 'redirect_uri'),
        clientKey: client.key,
        verifier: form.get('code_verifier'),
      }),
    )
  }
  if (grantType === 'refresh_token') {
    const tokens = rotate(context, required(form, 'refresh_token'), client.key)
    if (tokens !== undefined) return tokens
    throw new Refusal(400, 'invalid_grant', 'Refresh token is invalid or expired.')
  }
  if (grantType === 'client_credentials') {
    throw new Refusal(401, 'unauthorized_client', 'Client tokens are for research only.')
  }
  throw new Refusal(400, 'unsupported_grant_type', `There is no grant type "${grantType}".`)
}

function presented(context: EmulatorContext, { grant, accessToken }: IssuedTokens): object {
  const account = findAccount(context, grant.handle)
  if (account === undefined) throw new Refusal(400, 'invalid_grant', 'The account is gone.')
  return {
    access_token: accessToken,
    expires_in: oauthLifetimes.accessToken,
    open_id: openIdOf(grant.clientKey, account),
    refresh_expires_in: Math.floor((grant.expiresAt - context.now().getTime()) / 1000),
    refresh_token: grant.refreshToken,
    scope: grant.scopes.join(','),
    token_type: 'Bearer',
  }
}
