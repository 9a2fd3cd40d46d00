import type {
  ConnectorFailure,
  ConnectorRequest,
  ConnectorResponse,
  Grant,
  OAuth,
  OAuthCall,
  OAuthScope,
} from '@t21/plugin-kit'
import { failures, isSuccess, networkWords, read } from '@t21/plugin-kit'
import { authorizeAddress, revokeUrl, tokenUrl } from './api.ts'
import { callFailure, readProblem } from './errors.ts'
import { TokenAnswer } from './schemas.ts'
import type { Settings } from './settings.ts'

const scopes: readonly OAuthScope[] = [
  {
    name: 'tweet.read',
    required: true,
    without: 'T21 cannot see whether a post has arrived, and X refuses to publish.',
  },
  { name: 'tweet.write', required: true, without: 'Nothing can be published or deleted.' },
  { name: 'users.read', required: true, without: 'T21 cannot tell which account was connected.' },
  { name: 'media.write', required: false, without: 'Posts with pictures or video are refused.' },
  {
    name: 'offline.access',
    required: true,
    without: 'The connection ends after two hours, before scheduled posts are due.',
  },
]

/** OAuth 2.0 with PKCE and rotating refresh tokens: twitter.md 1.1. */
export const oauth: OAuth<Settings> = { scopes, authorizeUrl, exchange, refresh, revoke }

function authorizeUrl(input: Parameters<OAuth<Settings>['authorizeUrl']>[0]): string {
  const url = new URL(authorizeAddress)
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: input.settings.clientId,
    redirect_uri: input.redirectUri,
    scope: scopes.map((scope) => scope.name).join(' '),
    state: input.state,
    code_challenge: input.codeChallenge,
    code_challenge_method: 'S256',
  }).toString()
  return url.href
}

async function exchange(
  call: OAuthCall<Settings>,
  input: { code: string; redirectUri: string; codeVerifier: string },
): Promise<Grant> {
  const response = await post(call, tokenUrl, {
    grant_type: 'authorization_code',
    code: input.code,
    redirect_uri: input.redirectUri,
    code_verifier: input.codeVerifier,
    // Confidential apps need not send it, but some report that X asked for it.
    client_id: call.settings.clientId,
  })
  if (isSuccess(response)) return grantOf(response)
  throw tokenFailure(response, 'code')
}

async function refresh(call: OAuthCall<Settings>, input: { refreshToken: string }): Promise<Grant> {
  const response = await post(call, tokenUrl, {
    grant_type: 'refresh_token',
    refresh_token: input.refreshToken,
    ...publicClient(call),
  })
  if (isSuccess(response)) return grantOf(response)
  throw tokenFailure(response, 'refresh token')
}

// X does not say that ending one of the two tokens ends the other, so both are given back.
async function revoke(
  call: OAuthCall<Settings>,
  input: { accessToken: string; refreshToken?: string },
): Promise<void> {
  if (input.refreshToken) await revokeOne(call, input.refreshToken, 'refresh_token')
  await revokeOne(call, input.accessToken, 'access_token')
}

async function revokeOne(call: OAuthCall<Settings>, token: string, hint: string): Promise<void> {
  const response = await post(call, revokeUrl, {
    token,
    token_type_hint: hint,
    ...publicClient(call),
  })
  if (isSuccess(response)) return
  if (isDeadGrant(response)) return
  throw tokenFailure(response, 'refresh token')
}

function post(
  call: OAuthCall<Settings>,
  url: string,
  form: Readonly<Record<string, string>>,
): Promise<ConnectorResponse> {
  const { clientId, clientSecret } = call.settings
  const auth: Pick<ConnectorRequest, 'auth'> = clientSecret
    ? { auth: { basic: { username: clientId, password: clientSecret } } }
    : {}
  return call.http.request({ method: 'POST', url, form, ...auth })
}

function publicClient(call: OAuthCall<Settings>): { client_id?: string } {
  return call.settings.clientSecret ? {} : { client_id: call.settings.clientId }
}

function grantOf(response: ConnectorResponse): Grant {
  const answer = read(TokenAnswer, response.json)
  if (!answer) {
    throw failures.transient({
      message: 'X answered without an access token.',
      remedy: 'Nothing: it is tried again.',
      networkCode: String(response.status),
    })
  }
  return {
    accessToken: answer.access_token,
    // An empty one must never replace a good one.
    ...(answer.refresh_token && { refreshToken: answer.refresh_token }),
    // How long the refresh token lives X does not tell (some six months, by reports); it is a new one at every renewal.
    ...(answer.expires_in !== undefined && { expiresInSeconds: answer.expires_in }),
    // RFC 6749 5.1: an answer without scopes grants those that were asked for.
    scopes: answer.scope?.split(' ').filter(Boolean) ?? scopes.map((scope) => scope.name),
  }
}

// The errors of twitter.md 1.1. Only X's own word about the code or token ends a grant: refused
// client credentials are the operator's fault, and disconnecting everybody would not mend them.
function tokenFailure(
  response: ConnectorResponse,
  what: 'code' | 'refresh token',
): ConnectorFailure {
  const problem = readProblem(response)
  const details = networkWords(problem)
  if (isDeadGrant(response)) {
    return failures.reauth({
      message: `X does not accept the ${what}: it was used already, or its time has passed.`,
      remedy: 'Connect the account again.',
      ...details,
    })
  }
  const clientRefused = ['unauthorized_client', 'invalid_client'].some(
    (error) => errorOf(response) === error,
  )
  const parameterMissing = problem.words.includes('missing required parameter')
  if (response.status === 401 || clientRefused || parameterMissing) {
    return failures.appConfig({
      message: "X does not accept the operator's client id or secret.",
      remedy:
        'The operator checks TWITTER_CLIENT_ID and TWITTER_CLIENT_SECRET against the X developer console; accounts stay connected.',
      ...details,
    })
  }
  return callFailure(response, 'the login')
}

const deadGrantWords =
  /value passed for the (authorization code|token) was invalid|code verifier did not match/

function isDeadGrant(response: ConnectorResponse): boolean {
  if (response.status !== 400) return false
  return errorOf(response) === 'invalid_grant' || deadGrantWords.test(readProblem(response).words)
}

function errorOf(response: ConnectorResponse): string | undefined {
  const { json } = response
  if (typeof json !== 'object' || json === null || !('error' in json)) return undefined
  return typeof json.error === 'string' ? json.error : undefined
}
