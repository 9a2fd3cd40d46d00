import {
  authorizeRoute,
  BadAuthorizationRequest,
  sendBack,
  type EmulatorContext,
  type EmulatorRequest,
  type EmulatorResponse,
  type EmulatorRoute,
} from '@t21/plugin-kit/sandbox'
import { accountOf, handlePattern, traitsOf } from '../accounts/account.ts'
import {
  readAuthorizationRequest,
  readScopes,
  type AuthorizationRequest,
} from './authorization-request.ts'
import { issueCode } from './codes.ts'
import { consentPage, refusalPage } from './consent-page.ts'

/** The page in the browser (instagram.md 1A, steps 1 and 2). */
export const authorizeRoutes: readonly EmulatorRoute[] = [
  authorizeRoute({ host: 'www.instagram.com', path: '/oauth/authorize', answer, refusalPage }),
]

function answer(request: EmulatorRequest, context: EmulatorContext): EmulatorResponse {
  const asked = readAuthorizationRequest(request)
  if (request.query.get('sandbox_cancel') !== null) {
    return redirect(asked, {
      error: 'access_denied',
      error_reason: 'user_denied',
      error_description: 'The user denied your request.',
    })
  }
  const approved = request.query.get('sandbox_approve')
  if (approved === null) return { status: 200, html: consentPage(request, asked) }
  // The page's own form has a field for the handle beside its buttons.
  const given = approved === '' ? (request.query.get('sandbox_handle') ?? '') : approved
  const handle = given.toLowerCase()
  if (!handlePattern.test(handle)) {
    throw new BadAuthorizationRequest(
      'sandbox_approve',
      'a handle has 1 to 30 letters, digits, underscores and periods.',
    )
  }
  const account = accountOf(context, handle)
  if (traitsOf(account).personal) {
    const reason = `@${handle} is a personal account. Make it a business or a creator account first.`
    return { status: 200, html: refusalPage(reason) }
  }
  const scopes = grantedScopes(request, asked)
  const { redirectUri } = asked
  const code = issueCode(context, { redirectUri, accountId: account.id, scopes })
  return redirect(asked, { code })
}

/** What stays ticked; `sandbox_scopes` may be repeated, or a list. */
function grantedScopes(request: EmulatorRequest, asked: AuthorizationRequest): readonly string[] {
  const ticked = request.query.getAll('sandbox_scopes')
  if (ticked.length === 0) return asked.scopes
  const kept = readScopes('sandbox_scopes', ticked.join(','))
  return asked.scopes.filter((scope) => kept.includes(scope))
}

function redirect(
  { redirectUri, state }: AuthorizationRequest,
  parameters: Readonly<Record<string, string>>,
): EmulatorResponse {
  // Instagram ends the address so; a browser keeps it to itself, a copied address has it.
  return sendBack(redirectUri, { ...parameters, state }, '#_')
}
