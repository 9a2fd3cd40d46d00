import type {
  EmulatorContext,
  EmulatorRequest,
  EmulatorResponse,
  EmulatorRoute,
} from '@t21/plugin-kit/sandbox'
import { oauthError, Refusal } from '../api/errors.ts'
import { oauthLifetimes } from '../api/limits.ts'
import { authenticateClient, type Client } from './clients.ts'
import { redeemCode } from './codes.ts'
import {
  issueAccessToken,
  issueRefreshToken,
  openGrant,
  refreshTokenSeconds,
  revokeToken,
  tokenState,
  type Grant,
} from './grants.ts'
import { introspect } from './introspect.ts'
import { readParameters, required, type Parameters } from './parameters.ts'

type Handler = (
  context: EmulatorContext,
  client: Client,
  parameters: Parameters,
) => EmulatorResponse

/** The token endpoint, revocation and introspection (linkedin.md 1). */
export const tokenRoutes: readonly EmulatorRoute[] = [
  formRoute('accessToken', 'token', grantTokens),
  formRoute('revoke', 'revoke_token', (context, client, parameters) => {
    revokeToken(context, required(parameters, 'token'), client.id)
    return { status: 200 }
  }),
  formRoute('introspectToken', 'introspect_token', (context, client, parameters) => ({
    status: 200,
    json: introspect(context, client, required(parameters, 'token')),
  })),
]

function formRoute(name: string, operation: string, handle: Handler): EmulatorRoute {
  return {
    method: 'POST',
    host: 'www.linkedin.com',
    path: `/oauth/v2/${name}`,
    operation,
    handle: (request: EmulatorRequest, context: EmulatorContext) => {
      try {
        const parameters = readParameters(request)
        return handle(context, authenticateClient(parameters), parameters)
      } catch (error) {
        if (error instanceof Refusal) return error.response
        throw error
      }
    },
  }
}

function grantTokens(
  context: EmulatorContext,
  client: Client,
  parameters: Parameters,
): EmulatorResponse {
  const grantType = required(parameters, 'grant_type')
  if (grantType === 'authorization_code') {
    const consent = redeemCode(context, {
      code: required(parameters, 'code'),
      redirectUri: required(parameters, 'redirect_uri'),
      verifier: parameters.get('code_verifier'),
      clientId: client.id,
    })
    const grant = openGrant(context, consent)
    const refreshToken = client.refreshTokens ? issueRefreshToken(context, grant) : undefined
    return tokens(context, grant, refreshToken, ',')
  }
  if (grantType === 'refresh_token') {
    const token = required(parameters, 'refresh_token')
    return tokens(context, requireRefreshable(context, client, token), token, ' ')
  }
  throw oauthError(400, 'unsupported_grant_type', `The grant type "${grantType}" is not supported`)
}

/** The two codes that the documentation gives for one refusal: expired, and worth nothing. */
function requireRefreshable(context: EmulatorContext, client: Client, token: string): Grant {
  const state = tokenState(context, 'refresh_tokens', token)
  const own = state?.grant.clientId === client.id
  if (own && state.fault === undefined) return state.grant
  const error = own && state.fault === 'expired' ? 'invalid_grant' : 'invalid_request'
  const message = 'The provided authorization grant or refresh token is invalid, expired or revoked'
  throw oauthError(400, error, message)
}

function tokens(
  context: EmulatorContext,
  grant: Grant,
  refreshToken: string | undefined,
  separator: string,
): EmulatorResponse {
  return {
    status: 200,
    json: {
      access_token: issueAccessToken(context, grant),
      expires_in: oauthLifetimes.accessToken,
      ...(refreshToken === undefined
        ? {}
        : {
            refresh_token: refreshToken,
            refresh_token_expires_in: refreshTokenSeconds(context, refreshToken),
          }),
      scope: [...grant.scopes].sort().join(separator),
      token_type: 'Bearer',
    },
  }
}
