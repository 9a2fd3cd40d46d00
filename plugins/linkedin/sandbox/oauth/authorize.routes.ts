import {
  approvedHandle,
  authorizeRoute,
  sendBack,
  type EmulatorContext,
  type EmulatorRequest,
  type EmulatorResponse,
  type EmulatorRoute,
} from '@t21/plugin-kit/sandbox'
import { handlePattern, memberOf } from '../accounts/member.ts'
import { readAuthorizationRequest, type AuthorizationRequest } from './authorization-request.ts'
import { issueCode } from './codes.ts'
import { consentPage, refusalPage } from './consent-page.ts'
import { endOtherConsents } from './grants.ts'

/** The page in the browser (linkedin.md 1). */
export const authorizeRoutes: readonly EmulatorRoute[] = [
  authorizeRoute({
    host: 'www.linkedin.com',
    path: '/oauth/v2/authorization',
    answer,
    refusalPage,
  }),
]

function answer(request: EmulatorRequest, context: EmulatorContext): EmulatorResponse {
  const asked = readAuthorizationRequest(request)
  if (asked.unauthorizedScope !== undefined) {
    const description = `Scope "${asked.unauthorizedScope}" is not authorized for your application`
    return refuse(asked, 'unauthorized_scope_error', description)
  }
  const cancel = request.query.get('sandbox_cancel')
  if (cancel === 'login') {
    return refuse(asked, 'user_cancelled_login', 'The user cancelled LinkedIn login')
  }
  if (cancel !== null) {
    return refuse(asked, 'user_cancelled_authorize', 'The user cancelled the authorization')
  }
  const rule = 'a handle has 1 to 100 letters, digits, hyphens and underscores.'
  const handle = approvedHandle(request, handlePattern, rule)
  if (handle === null) return { status: 200, html: consentPage(request, asked) }
  const consent = {
    clientId: asked.client.id,
    memberId: memberOf(context, handle).id,
    scopes: asked.scopes,
  }
  endOtherConsents(context, consent)
  const { redirectUri, challenge, state } = asked
  const code = issueCode(context, { ...consent, redirectUri, challenge })
  return sendBack(redirectUri, { code, state })
}

function refuse(asked: AuthorizationRequest, error: string, description: string): EmulatorResponse {
  return sendBack(asked.redirectUri, {
    error,
    error_description: description,
    state: asked.state,
  })
}
