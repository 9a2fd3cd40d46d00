import { businessUsage, graphError, graphErrors } from '@t21/meta-graph/sandbox'
import type { EmulatorContext, EmulatorErrors, EmulatorRequest } from '@t21/plugin-kit/sandbox'
import { accountOfRequest } from './oauth/request-account.ts'
import { facebookGraphApp } from './oauth/facebook-app.ts'

/** Minutes that a simulated limit says it lasts. */
const simulatedMinutes = 1

const shared = graphErrors(facebookGraphApp)

/** Instagram's words for the faults that the host plays (instagram.md 4), by the host that was asked. */
export const emulatorErrors: EmulatorErrors = {
  ...shared,
  rateLimited(context, request) {
    if (request.host === 'api.instagram.com') return oauthError(429, 'Too many requests')
    if (request.host !== 'graph.instagram.com') return shared.rateLimited(context, request)
    const response = graphError({
      message:
        '(#80002) There have been too many calls to this Instagram account. Wait a bit and try again.',
      code: 80002,
    })
    const id = accountIdOf(context, request)
    const usage = businessUsage(id, 'instagram', 100, simulatedMinutes)
    return { ...response, headers: { ...response.headers, ...usage } }
  },
  serverError(context, request) {
    if (request.host === 'api.instagram.com') return oauthError(500, 'Internal error')
    return shared.serverError(context, request)
  },
  tokenDead(context, request) {
    if (request.host === 'api.instagram.com') {
      return oauthError(400, 'Matching code was not found or was already used')
    }
    return shared.tokenDead(context, request)
  },
}

function accountIdOf(context: EmulatorContext, request: EmulatorRequest): string {
  return accountOfRequest(request, context)?.id ?? '0'
}

function oauthError(status: number, message: string) {
  const json = { error_type: 'OAuthException', code: status, error_message: message }
  return { status, json }
}
