import {
  approvedHandle,
  authorizeRoute,
  sendBack,
  type EmulatorContext,
  type EmulatorRequest,
  type EmulatorResponse,
  type EmulatorRoute,
} from '@t21/plugin-kit/sandbox'
import { accountOf, handlePattern } from '../accounts/account.ts'
import { readAuthorizationRequest, type AuthorizationRequest } from './authorization-request.ts'
import { issueCode } from './codes.ts'
import { consentPage } from './consent-page.ts'
import { refusalPage } from './page.ts'
import { compulsoryScope } from './scopes.ts'

/** The page in the browser (tiktok.md 1). */
export const authorizeRoutes: readonly EmulatorRoute[] = [
  authorizeRoute({ host: 'www.tiktok.com', path: '/v2/auth/authorize/', answer, refusalPage }),
]

function answer(request: EmulatorRequest, context: EmulatorContext): EmulatorResponse {
  const asked = readAuthorizationRequest(request)
  if (request.query.get('sandbox_cancel') !== null) {
    return sendBack(asked.redirectUri, {
      error: 'access_denied',
      error_description: 'The user denied the request.',
      state: asked.state,
    })
  }
  const rule = 'a handle has 2 to 24 letters, digits, underscores and dots.'
  const handle = approvedHandle(request, handlePattern, rule)
  if (handle === null) return { status: 200, html: consentPage(request, asked) }
  const scopes = grantedScopes(request, asked)
  const code = issueCode(context, {
    clientKey: asked.client.key,
    redirectUri: asked.redirectUri,
    handle: accountOf(context, handle).handle,
    scopes,
    challenge: asked.challenge,
  })
  return sendBack(asked.redirectUri, { code, scopes: scopes.join(','), state: asked.state })
}

/** A person may untick all but one. */
function grantedScopes(
  request: EmulatorRequest,
  { scopes }: AuthorizationRequest,
): readonly string[] {
  const ticked = request.query.getAll('sandbox_scopes').flatMap((value) => value.split(','))
  if (ticked.length === 0) return scopes
  return scopes.filter((scope) => scope === compulsoryScope || ticked.includes(scope))
}
