import {
  s256Challenge,
  type EmulatorContext,
  type EmulatorRequest,
  type EmulatorResponse,
  type EmulatorRoute,
} from '@t21/plugin-kit/sandbox'
import { client } from './client.ts'
import { issueToken, takeCode } from './grants.ts'

/** Codes for tokens. What is wrong is said with the status 200, as GitHub does. */
export const tokenRoutes: readonly EmulatorRoute[] = [
  {
    method: 'POST',
    host: 'github.com',
    path: '/login/oauth/access_token',
    operation: 'token',
    handle: (request, context) => answerIn(request, exchange(request, context)),
  },
]

type Answer = Readonly<Record<string, string>>

function exchange(request: EmulatorRequest, context: EmulatorContext): Answer | undefined {
  const given = parametersOf(request)
  if (given.get('client_id') !== client.id) return undefined
  if (given.get('client_secret') !== client.secret) {
    return refusal(
      'incorrect_client_credentials',
      'The client_id and/or client_secret passed are incorrect.',
    )
  }
  const grant = takeCode(context, given.get('code') ?? '')
  if (grant === undefined) return badCode()
  const redirectUri = given.get('redirect_uri')
  if (redirectUri !== undefined && redirectUri !== grant.redirectUri) {
    return refusal(
      'redirect_uri_mismatch',
      'The redirect_uri MUST match the registered callback URL for this application.',
    )
  }
  const verifier = given.get('code_verifier') ?? ''
  if (grant.challenge !== null && s256Challenge(verifier) !== grant.challenge) return badCode()
  return {
    access_token: issueToken(context, grant),
    token_type: 'bearer',
    scope: grant.scopes.join(','),
  }
}

function badCode(): Answer {
  return refusal('bad_verification_code', 'The code passed is incorrect or expired.')
}

function refusal(error: string, description: string): Answer {
  const page = 'troubleshooting-oauth-app-access-token-request-errors'
  return {
    error,
    error_description: description,
    error_uri: `https://docs.github.com/apps/managing-oauth-apps/${page}/#${error.replaceAll('_', '-')}`,
  }
}

/** As a form, unless JSON is asked for by name. An unknown app is not found. */
function answerIn({ headers }: EmulatorRequest, answer: Answer | undefined): EmulatorResponse {
  if (answer === undefined) return { status: 404, json: { error: 'Not Found' } }
  if (/\bapplication\/json\b/.test(headers['accept'] ?? '')) return { status: 200, json: answer }
  return {
    status: 200,
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    text: new URLSearchParams(answer).toString(),
  }
}

/** In the query, as a form, as JSON, and the app also as Basic. */
function parametersOf(request: EmulatorRequest): ReadonlyMap<string, string> {
  const { query, form, json, headers } = request
  const given = new Map([...query, ...(form ?? [])])
  if (form === undefined && typeof json === 'object' && json !== null) {
    for (const [name, value] of Object.entries(json)) {
      if (typeof value === 'string') given.set(name, value)
    }
  }
  const [, basic] = /^Basic (\S+)$/i.exec(headers['authorization'] ?? '') ?? []
  if (basic !== undefined) {
    const [id = '', secret = ''] = Buffer.from(basic, 'base64')
      .toString()
      .split(':')
      .map(decodeURIComponent)
    given.set('client_id', id).set('client_secret', secret)
  }
  return given
}
