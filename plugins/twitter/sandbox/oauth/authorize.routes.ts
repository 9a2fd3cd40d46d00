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
import { readAuthorizationRequest } from './authorization-request.ts'
import { issueCode } from './codes.ts'
import { consentPage, refusalPage } from './consent-page.ts'

/** The page in the browser, under both addresses that X gives for it (twitter.md 0). */
export const authorizeRoutes: readonly EmulatorRoute[] = [
  authorizeRoute({ host: 'x.com', path: '/i/oauth2/authorize', answer, refusalPage }),
  authorizeRoute({ host: 'api.x.com', path: '/2/oauth2/authorize', answer, refusalPage }),
]

function answer(request: EmulatorRequest, context: EmulatorContext): EmulatorResponse {
  const asked = readAuthorizationRequest(request)
  if (request.query.get('sandbox_cancel') !== null) {
    return sendBack(asked.redirectUri, { error: 'access_denied', state: asked.state })
  }
  const rule = 'a handle has 1 to 15 letters, digits and underscores.'
  const handle = approvedHandle(request, handlePattern, rule)
  if (handle === null) return { status: 200, html: consentPage(request, asked) }
  const account = accountOf(context, handle)
  const code = issueCode(context, {
    clientId: asked.clientId,
    redirectUri: asked.redirectUri,
    accountId: account.id,
    scopes: asked.scopes,
    challenge: asked.challenge,
    method: asked.method,
  })
  return sendBack(asked.redirectUri, { state: asked.state, code })
}
