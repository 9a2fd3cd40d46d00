import {
  s256Challenge,
  type EmulatorContext,
  type EmulatorRequest,
  type EmulatorResponse,
  type EmulatorRoute,
} from '@t21/plugin-kit/sandbox'
import { client } from './client.ts'
import { issueToken, takeCode, type Grant } from './grants.ts'
import { idToken } from './id-token.ts'
import { oauthError } from './oauth-error.ts'

/** Codes for tokens. */
export const tokenRoutes: readonly EmulatorRoute[] = [
  {
    method: 'POST',
    host: 'oauth2.googleapis.com',
    path: '/token',
    operation: 'token',
    handle: exchange,
  },
]

function exchange(request: EmulatorRequest, context: EmulatorContext): EmulatorResponse {
  const { form } = request
  if (form === undefined)
    return oauthError(400, 'invalid_request', 'Could not determine client ID from request.')
  const given = credentialsIn(request, form)
  if (given.id === null) {
    return oauthError(400, 'invalid_request', 'Could not determine client ID from request.')
  }
  if (given.id !== client.id)
    return oauthError(401, 'invalid_client', 'The OAuth client was not found.')
  if (given.secret === null) return oauthError(400, 'invalid_request', 'client_secret is missing.')
  if (given.secret !== client.secret) return oauthError(401, 'invalid_client', 'Unauthorized')
  const grantType = form.get('grant_type')
  if (grantType !== 'authorization_code') {
    return oauthError(400, 'unsupported_grant_type', `Invalid grant_type: ${grantType ?? ''}`)
  }
  const code = form.get('code')
  if (code === null) return oauthError(400, 'invalid_request', 'Missing required parameter: code')
  const grant = takeCode(context, code)
  if (grant === undefined) return oauthError(400, 'invalid_grant', 'Malformed auth code.')
  return mistakeIn(form, grant) ?? tokens(context, grant)
}

function mistakeIn(form: URLSearchParams, grant: Grant): EmulatorResponse | undefined {
  if (form.get('redirect_uri') !== grant.redirectUri) {
    return oauthError(400, 'redirect_uri_mismatch', 'Bad Request')
  }
  const verifier = form.get('code_verifier')
  if (grant.challenge === null) return undefined
  if (verifier === null) return oauthError(400, 'invalid_grant', 'Missing code verifier.')
  const proof = grant.method === 'S256' ? s256Challenge(verifier) : verifier
  return proof === grant.challenge
    ? undefined
    : oauthError(400, 'invalid_grant', 'Invalid code verifier.')
}

function tokens(context: EmulatorContext, grant: Grant): EmulatorResponse {
  const accessToken = issueToken(context, grant)
  const forged = context.fault('processing_failed')
  return {
    status: 200,
    headers: { 'cache-control': 'no-store' },
    json: {
      access_token: accessToken,
      expires_in: 3599,
      scope: grant.scopes.join(' '),
      token_type: 'Bearer',
      id_token: idToken(context, grant, { accessToken, forged }),
    },
  }
}

interface Given {
  readonly id: string | null
  readonly secret: string | null
}

/** In the form, or as Basic. */
function credentialsIn({ headers }: EmulatorRequest, form: URLSearchParams): Given {
  const [, basic] = /^Basic (\S+)$/i.exec(headers['authorization'] ?? '') ?? []
  if (basic === undefined) return { id: form.get('client_id'), secret: form.get('client_secret') }
  const [id = '', secret = ''] = Buffer.from(basic, 'base64')
    .toString()
    .split(':')
    .map(decodeURIComponent)
  return { id, secret }
}
