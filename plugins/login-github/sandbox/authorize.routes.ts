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
import { consentPage, refusalPage } from './consent-page.ts'
import { client } from './client.ts'
import { issueCode } from './grants.ts'
import { loginPattern } from './people.ts'

/** "Authorize". */
export const authorizeRoutes: readonly EmulatorRoute[] = [
  authorizeRoute({ host: 'github.com', path: '/login/oauth/authorize', answer, refusalPage }),
]

const troubleshooting =
  'https://docs.github.com/apps/managing-oauth-apps/troubleshooting-authorization-request-errors/#access-denied'

function answer(request: EmulatorRequest, context: EmulatorContext): EmulatorResponse {
  const { query } = request
  if (requiredParameter(request, 'client_id') !== client.id) {
    throw new BadAuthorizationRequest('client_id', 'There is no such application (404).')
  }
  const redirectUri = requiredRedirectUri(request)
  const state = query.get('state')
  const challenge = query.get('code_challenge')
  if (challenge !== null && query.get('code_challenge_method') !== 'S256') {
    throw new BadAuthorizationRequest('code_challenge_method', 'must be S256.')
  }
  if (challenge !== null && !/^[\w-]{43}$/.test(challenge)) {
    throw new BadAuthorizationRequest('code_challenge', 'must have 43 characters.')
  }
  if (query.get('sandbox_cancel') !== null) {
    return sendBack(redirectUri, {
      error: 'access_denied',
      error_description: 'The user has denied your application access.',
      error_uri: troubleshooting,
      state,
    })
  }
  const rule = 'a login has 1 to 39 letters, digits and single hyphens.'
  const login = approvedHandle(request, loginPattern, rule)
  if (login === null) return { status: 200, html: consentPage(request) }
  const scopes = (query.get('scope') ?? '').split(/[\s,]+/).filter((scope) => scope !== '')
  const email = query.get('sandbox_email')
  const code = issueCode(context, { login, email, scopes, redirectUri, challenge })
  return sendBack(redirectUri, { code, state })
}
