import type { EmulatorContext, EmulatorResponse, EmulatorRoute } from '@t21/plugin-kit/sandbox'
import { oauthError, Refusal } from '../api/errors.ts'
import { oauthLifetimes } from '../api/limits.ts'
import { appToken } from './app-tokens.ts'
import { authenticateClient, readBasic, sandboxApiKey, type Client } from './clients.ts'
import { redeemCode } from './codes.ts'
import { issueTokens, openGrant, revokeToken, spendRefreshToken, type TokenPair } from './grants.ts'
import { readParameters, type Parameters } from './parameters.ts'

/** The token endpoint, revocation, and the app's own token (twitter.md 1.1 and 1.3). */
export const tokenRoutes: readonly EmulatorRoute[] = [
  {
    method: 'POST',
    host: 'api.x.com',
    path: '/2/oauth2/token',
    operation: 'token',
    handle(request, context) {
      return answered(() => {
        const parameters = readParameters(request)
        const client = authenticateClient(request, parameters)
        return grantTokens(context, client, parameters)
      })
    },
  },
  {
    method: 'POST',
    host: 'api.x.com',
    path: '/2/oauth2/revoke',
    operation: 'revoke_token',
    handle(request, context) {
      return answered(() => {
        const parameters = readParameters(request)
        const client = authenticateClient(request, parameters)
        revokeToken(context, required(parameters, 'token'), client.id)
        return { status: 200, json: { revoked: true } }
      })
    },
  },
  {
    method: 'POST',
    host: 'api.x.com',
    path: '/oauth2/token',
    operation: 'app_token',
    handle(request, context) {
      const basic = readBasic(request)
      const known = basic?.user === sandboxApiKey.key && basic.password === sandboxApiKey.secret
      const grantType = readParameters(request).get('grant_type')
      // This older endpoint speaks shape D of twitter.md 4.
      if (!known || grantType !== 'client_credentials') {
        const error = { code: 99, message: 'Unable to verify your credentials' }
        return { status: 403, json: { errors: [error] } }
      }
      return { status: 200, json: { token_type: 'bearer', access_token: appToken(context) } }
    },
  },
]

function grantTokens(
  context: EmulatorContext,
  client: Client,
  parameters: Parameters,
): EmulatorResponse {
  const grantType = required(parameters, 'grant_type')
  if (grantType === 'authorization_code') {
    const pending = redeemCode(context, {
      code: required(parameters, 'code'),
      redirectUri: required(parameters, 'redirect_uri'),
      verifier: required(parameters, 'code_verifier'),
      clientId: client.id,
    })
    const { accountId, scopes } = pending
    return tokens(openGrant(context, { clientId: client.id, accountId, scopes }), scopes)
  }
  if (grantType === 'refresh_token') {
    const grant = spendRefreshToken(context, required(parameters, 'refresh_token'), client.id)
    if (grant === undefined) {
      throw oauthError(400, 'invalid_request', 'Value passed for the token was invalid.')
    }
    return tokens(issueTokens(context, grant), grant.scopes)
  }
  throw oauthError(400, 'invalid_request', 'Value passed for the grant type was invalid.')
}

function tokens(pair: TokenPair, scopes: readonly string[]): EmulatorResponse {
  return {
    status: 200,
    json: {
      token_type: 'bearer',
      expires_in: oauthLifetimes.accessToken,
      access_token: pair.accessToken,
      scope: scopes.join(' '),
      ...(pair.refreshToken === undefined ? {} : { refresh_token: pair.refreshToken }),
    },
  }
}

function required(parameters: Parameters, name: string): string {
  const value = parameters.get(name)
  if (value !== undefined && value !== '') return value
  throw oauthError(400, 'invalid_request', `Missing required parameter [${name}].`)
}

function answered(handle: () => EmulatorResponse): EmulatorResponse {
  try {
    return handle()
  } catch (error) {
    if (error instanceof Refusal) return error.response
    throw error
  }
}
