import {
  approvedHandle,
  authorizeRoute,
  BadAuthorizationRequest,
  requiredParameter,
  requiredRedirectUri,
  sendBack,
  type EmulatorContext,
  type EmulatorRequest,
  type EmulatorResponse,
  type EmulatorRoute,
} from '@t21/plugin-kit/sandbox'
import { client } from './client.ts'
import { chooserPage, refusalPage } from './chooser-page.ts'
import { issueCode } from './grants.ts'
import { addressPattern } from './people.ts'

/** "Choose an account". */
export const authorizeRoutes: readonly EmulatorRoute[] = [
  authorizeRoute({ host: 'accounts.google.com', path: '/o/oauth2/v2/auth', answer, refusalPage }),
]

const known = new Set(['openid', 'email', 'profile'])

function answer(request: EmulatorRequest, context: EmulatorContext): EmulatorResponse {
  const { query } = request
  if (requiredParameter(request, 'client_id') !== client.id) {
    throw new BadAuthorizationRequest(
      'client_id',
      'Error 401: invalid_client. The OAuth client was not found.',
    )
  }
  const redirectUri = requiredRedirectUri(request)
  requireSafe(redirectUri)
  const state = query.get('state')
  const responseType = requiredParameter(request, 'response_type')
  if (responseType !== 'code') throw new BadAuthorizationRequest('response_type', 'must be code.')
  const scopes = requiredParameter(request, 'scope').split(/\s+/)
  const strange = scopes.find((scope) => !known.has(scope))
  if (strange !== undefined || !scopes.includes('openid')) {
    throw new BadAuthorizationRequest(
      'scope',
      `Error 400: invalid_scope. ${strange ?? 'openid is missing'}`,
    )
  }
  const challenge = query.get('code_challenge')
  const method = query.get('code_challenge_method') ?? 'plain'
  if (method !== 'S256' && method !== 'plain') {
    throw new BadAuthorizationRequest('code_challenge_method', 'must be S256 or plain.')
  }
  if (challenge !== null && !/^[\w.~-]{43,128}$/.test(challenge)) {
    throw new BadAuthorizationRequest('code_challenge', 'must have 43 to 128 characters.')
  }
  if (query.get('prompt') === 'none') {
    return sendBack(redirectUri, { error: 'interaction_required', state })
  }
  if (query.get('sandbox_cancel') !== null) {
    return sendBack(redirectUri, { error: 'access_denied', state })
  }
  const email = approvedHandle(request, addressPattern, 'must be an address of mail.')
  if (email === null) return { status: 200, html: chooserPage(request) }
  const nonce = query.get('nonce')
  const code = issueCode(context, { email, scopes, nonce, redirectUri, challenge, method })
  return sendBack(redirectUri, {
    state,
    code,
    scope: scopes.join(' '),
    authuser: '0',
    prompt: 'none',
  })
}

/** Plain http is for this machine alone. */
function requireSafe(redirectUri: string): void {
  const { protocol, hostname } = new URL(redirectUri)
  const isHere = hostname === 'localhost' || /^127\.|^\[::1\]$/.test(hostname)
  if (protocol === 'https:' || isHere) return
  throw new BadAuthorizationRequest(
    'redirect_uri',
    'Error 400: redirect_uri_mismatch. It must be https.',
  )
}
