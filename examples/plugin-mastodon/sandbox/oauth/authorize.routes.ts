import {
  sendBack,
  type EmulatorContext,
  type EmulatorRequest,
  type EmulatorResponse,
} from '@t21/plugin-kit/sandbox'
import { accountOf, handlePattern } from '../accounts/account.ts'
import type { RoutesOf } from '../api/endpoint.ts'
import type { Instance } from '../instances.ts'
import { allowsRedirect, findApp, type App } from './apps.ts'
import { issueCode } from './codes.ts'
import { consentPage, refusalPage } from './consent-page.ts'
import { covers, scopesOf } from './scopes.ts'

/** The page in the browser on which a person agrees. */
export const authorizeRoutes: RoutesOf = (instance) => [
  {
    method: 'GET',
    host: instance.host,
    path: '/oauth/authorize',
    operation: 'authorize',
    handle: (request, context) => answer(instance, request, context),
  },
]

interface Asked {
  readonly app: App
  readonly redirectUri: string
  readonly scopes: readonly string[]
  readonly challenge: string | null
}

function answer(
  instance: Instance,
  request: EmulatorRequest,
  context: EmulatorContext,
): EmulatorResponse {
  const asked = read(request, context)
  if (typeof asked === 'string') return { status: 400, html: refusalPage(asked) }
  const state = request.query.get('state')
  const back = (more: Readonly<Record<string, string>>) =>
    sendBack(asked.redirectUri, { ...more, state })
  if (request.query.get('sandbox_cancel') !== null) {
    const words = 'The resource owner or authorization server denied the request.'
    return back({ error: 'access_denied', error_description: words })
  }
  const handle = request.query.get('sandbox_approve')
  if (handle === null) {
    return { status: 200, html: consentPage(request, asked.app.name, asked.scopes) }
  }
  if (!handlePattern.test(handle)) {
    return { status: 400, html: refusalPage('A handle has 1 to 30 letters, digits, underscores.') }
  }
  const { app, redirectUri, scopes, challenge } = asked
  const accountId = accountOf(context, instance, handle).id
  return back({
    code: issueCode(context, {
      clientId: app.clientId,
      redirectUri,
      accountId,
      scopes,
      challenge,
    }),
  })
}

/** What is asked, or what is wrong with it. */
function read(request: EmulatorRequest, context: EmulatorContext): Asked | string {
  const { query } = request
  const app = findApp(context, query.get('client_id') ?? '')
  if (app === undefined) {
    return 'Client authentication failed due to unknown client, no client authentication included, or unsupported authentication method.'
  }
  const redirectUri = query.get('redirect_uri') ?? ''
  if (!allowsRedirect(app, redirectUri)) return 'The redirect uri included is not valid.'
  if (query.get('response_type') !== 'code') {
    return 'The authorization server does not support this response type.'
  }
  const scopes = scopesOf(query.get('scope') ?? 'read')
  if (scopes === undefined || !covers(app.scopes, scopes)) {
    return 'The requested scope is invalid, unknown, or malformed.'
  }
  const challenge = query.get('code_challenge')
  if (challenge !== null && query.get('code_challenge_method') !== 'S256') {
    return 'The code_challenge_method must be S256.'
  }
  return { app, redirectUri, scopes, challenge }
}
