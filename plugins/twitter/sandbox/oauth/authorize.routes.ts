import {
  BadAuthorizationRequest,
  consentOrRefusal,
  sendBack,
  type EmulatorContext,
  type EmulatorRequest,
  type EmulatorResponse,
  type EmulatorRoute,
} from '@t21/plugin-kit/sandbox'
import { accountOf, handlePattern } from '../accounts/account.ts'
import { readAuthorizationRequest, type AuthorizationRequest } from './authorization-request.ts'
import { issueCode } from './codes.ts'
import { consentPage, refusalPage } from './consent-page.ts'

/** The page in the browser, under both addresses that X gives for it (twitter.md 0). */
export const authorizeRoutes: readonly EmulatorRoute[] = [
  { method: 'GET', host: 'x.com', path: '/i/oauth2/authorize', operation: 'authorize', handle },
  { method: 'GET', host: 'api.x.com', path: '/2/oauth2/authorize', operation: 'authorize', handle },
]

function handle(request: EmulatorRequest, context: EmulatorContext): EmulatorResponse {
  return consentOrRefusal(refusalPage, () =>
    answer(request, context, readAuthorizationRequest(request)),
  )
}

function answer(
  request: EmulatorRequest,
  context: EmulatorContext,
  asked: AuthorizationRequest,
): EmulatorResponse {
  if (request.query.get('sandbox_cancel') !== null) {
    return sendBack(asked.redirectUri, { error: 'access_denied', state: asked.state })
  }
  const handle = request.query.get('sandbox_approve')
  if (handle === null) return { status: 200, html: consentPage(request, asked) }
  if (!handlePattern.test(handle)) {
    throw new BadAuthorizationRequest(
      'sandbox_approve',
      'a handle has 1 to 15 letters, digits and underscores.',
    )
  }
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
