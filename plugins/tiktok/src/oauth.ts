import type { ConnectorFailure, ConnectorResponse, Grant, OAuth, OAuthCall } from '@t21/plugin-kit'
import { failures, networkWords, passingFailure, read } from '@t21/plugin-kit'
import { apiUrl, authorizeAddress, type ApiName } from './api.ts'
import { callFailure, withoutMeaning } from './errors.ts'
import { isSuccessStatus, readProblem } from './problem.ts'
import { TokenAnswer } from './schemas.ts'
import { scopes } from './scopes.ts'
import type { Settings } from './settings.ts'

/** Login Kit v2: rotating refresh tokens, scopes with commas, flat answers (tiktok.md 1). */
export const oauth: OAuth<Settings> = {
  scopes: (settings) => scopes.filter(({ name }) => settings.scopes.includes(name)),
  authorizeUrl,
  exchange,
  refresh,
  revoke,
}

function authorizeUrl(input: Parameters<OAuth<Settings>['authorizeUrl']>[0]): string {
  const { settings, redirectUri } = input
  const url = new URL(authorizeAddress(settings))
  url.search = new URLSearchParams({
    client_key: settings.clientKey,
    scope: settings.scopes.join(','),
    response_type: 'code',
    redirect_uri: redirectUri,
    state: input.state,
    ...(isDesktop(redirectUri) && {
      // TikTok writes the SHA-256 of the verifier in hex, not in base64url.
      code_challenge: Buffer.from(input.codeChallenge, 'base64url').toString('hex'),
      code_challenge_method: 'S256',
    }),
  }).toString()
  return url.href
}

// Apps of the type "web" have no PKCE, and their redirects are https; those of the type "desktop" must use it.
function isDesktop(redirectUri: string): boolean {
  return URL.parse(redirectUri)?.protocol !== 'https:'
}

async function exchange(
  call: OAuthCall<Settings>,
  input: { code: string; redirectUri: string; codeVerifier: string },
): Promise<Grant> {
  const response = await send(call, 'token', {
    code: input.code,
    grant_type: 'authorization_code',
    redirect_uri: input.redirectUri,
    ...(isDesktop(input.redirectUri) && { code_verifier: input.codeVerifier }),
  })
  // RFC 6749 5.1: an answer without scopes grants those that were asked for.
  if (!isRefused(response)) return grantOf(response, call.settings.scopes)
  throw tokenFailure(response, 'code')
}

async function refresh(call: OAuthCall<Settings>, input: { refreshToken: string }): Promise<Grant> {
  const response = await send(call, 'token', {
    grant_type: 'refresh_token',
    refresh_token: input.refreshToken,
  })
  if (!isRefused(response)) return grantOf(response, [])
  throw tokenFailure(response, 'refresh token')
}

async function revoke(call: OAuthCall<Settings>, input: { accessToken: string }): Promise<void> {
  const response = await send(call, 'revoke', { token: input.accessToken })
  if (!isRefused(response)) return
  // TikTok does not document how it calls a token that is dead already; nothing else in the form can be wrong.
  if (deadAtRevoke.includes(readProblem(response).code)) return
  throw tokenFailure(response, 'token')
}

function send(
  call: OAuthCall<Settings>,
  name: ApiName,
  form: Readonly<Record<string, string>>,
): Promise<ConnectorResponse> {
  const { clientKey, clientSecret } = call.settings
  return call.http.request({
    method: 'POST',
    url: apiUrl(call.settings, name),
    form: { client_key: clientKey, client_secret: clientSecret, ...form },
  })
}

// TikTok refuses with status 200 too.
function isRefused(response: ConnectorResponse): boolean {
  return !isSuccessStatus(response.status) || !['', 'ok'].includes(readProblem(response).code)
}

function grantOf(response: ConnectorResponse, otherwise: readonly string[]): Grant {
  const answer = read(TokenAnswer, response.json)
  if (!answer) throw withoutMeaning(response, 'the login')
  return {
    accessToken: answer.access_token,
    // An empty one must never replace a good one.
    ...(answer.refresh_token && { refreshToken: answer.refresh_token }),
    ...(typeof answer.expires_in === 'number' && { expiresInSeconds: answer.expires_in }),
    ...(typeof answer.refresh_expires_in === 'number' && {
      refreshTokenExpiresInSeconds: answer.refresh_expires_in,
    }),
    ...(answer.open_id && { userId: answer.open_id }),
    scopes: answer.scope?.split(',').filter(Boolean) ?? otherwise,
  }
}

const clientRefused = ['invalid_client', 'unauthorized_client', 'invalid_scope']
const deadAtRevoke = ['invalid_grant', 'access_token_invalid', 'invalid_request']
const passing = ['server_error', 'temporarily_unavailable']

// tiktok.md 1.6. Only TikTok's own word about the code or token ends a grant: refused client credentials are the
// operator's fault, and disconnecting everybody would not mend them.
function tokenFailure(response: ConnectorResponse, what: string): ConnectorFailure {
  const problem = readProblem(response)
  const details = networkWords(problem)
  if (problem.code === 'invalid_grant' || problem.code === 'access_denied') {
    return failures.reauth({
      message: `TikTok does not accept the ${what}: it was used already, withdrawn, or its time has passed.`,
      remedy: 'Connect the account again.',
      ...details,
    })
  }
  if (passing.includes(problem.code)) return passingFailure('TikTok', problem, 'the login')
  if (problem.status === 401 || clientRefused.includes(problem.code)) {
    return failures.appConfig({
      message: "TikTok does not accept the operator's client key, secret or scopes.",
      remedy:
        'The operator checks TIKTOK_CLIENT_KEY, TIKTOK_CLIENT_SECRET and TIKTOK_SCOPES against the TikTok developer portal; accounts stay connected.',
      ...details,
    })
  }
  return callFailure(response, 'the login')
}
