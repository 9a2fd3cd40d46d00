import type { ConnectorFailure, ConnectorResponse, Grant, OAuth, OAuthCall } from '@t21/plugin-kit'
import { failures, isSuccess, networkWords, read } from '@t21/plugin-kit'
import { authorizeAddress, revokeUrl, tokenUrl } from './api.ts'
import { callFailure, readProblem } from './errors.ts'
import { askedScopes, scopes } from './scopes.ts'
import { TokenAnswer } from './schemas.ts'
import type { Settings } from './settings.ts'

/**
 * OAuth 2.0 of a confidential app, without PKCE: linkedin.md 1. Only approved apps are given refresh tokens; the
 * same one stays valid for a year, so everybody else has to connect again before day 60.
 */
export const oauth: OAuth<Settings> = { scopes, authorizeUrl, exchange, refresh, revoke }

function authorizeUrl(input: Parameters<OAuth<Settings>['authorizeUrl']>[0]): string {
  const url = new URL(authorizeAddress)
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: input.settings.clientId,
    redirect_uri: input.redirectUri,
    state: input.state,
    scope: askedScopes(input.settings).join(' '),
  }).toString()
  return url.href
}

async function exchange(
  call: OAuthCall<Settings>,
  input: { code: string; redirectUri: string },
): Promise<Grant> {
  const response = await post(call, tokenUrl, {
    grant_type: 'authorization_code',
    code: input.code,
    redirect_uri: input.redirectUri,
  })
  // RFC 6749 5.1: an answer without scopes grants those that were asked for.
  if (isSuccess(response)) return grantOf(response, askedScopes(call.settings))
  throw tokenFailure(response, 'code')
}

async function refresh(call: OAuthCall<Settings>, input: { refreshToken: string }): Promise<Grant> {
  const response = await post(call, tokenUrl, {
    grant_type: 'refresh_token',
    refresh_token: input.refreshToken,
  })
  if (isSuccess(response)) return grantOf(response, [])
  throw tokenFailure(response, 'refresh token')
}

// LinkedIn does not say that ending one of the two tokens ends the other, so both are given back.
async function revoke(
  call: OAuthCall<Settings>,
  input: { accessToken: string; refreshToken?: string },
): Promise<void> {
  if (input.refreshToken) await revokeOne(call, input.refreshToken)
  await revokeOne(call, input.accessToken)
}

async function revokeOne(call: OAuthCall<Settings>, token: string): Promise<void> {
  const response = await post(call, revokeUrl, { token })
  if (isSuccess(response)) return
  const failure = tokenFailure(response, 'refresh token')
  if (failure.kind !== 'reauth') throw failure
}

// The secret goes into the body: LinkedIn does not take it as basic authorization.
function post(
  { http, settings }: OAuthCall<Settings>,
  url: string,
  form: Readonly<Record<string, string>>,
): Promise<ConnectorResponse> {
  const { clientId, clientSecret } = settings
  return http.request({
    method: 'POST',
    url,
    form: { ...form, client_id: clientId, client_secret: clientSecret },
  })
}

function grantOf(response: ConnectorResponse, otherwise: readonly string[]): Grant {
  const answer = read(TokenAnswer, response.json)
  if (!answer) {
    throw failures.transient({
      message: 'LinkedIn answered without an access token.',
      remedy: 'Nothing: it is tried again.',
      networkCode: String(response.status),
    })
  }
  const { refresh_token, expires_in, refresh_token_expires_in, scope } = answer
  return {
    accessToken: answer.access_token,
    // An empty one must never replace a good one.
    ...(refresh_token && { refreshToken: refresh_token }),
    ...(expires_in !== undefined && { expiresInSeconds: seconds(expires_in) }),
    ...(refresh_token &&
      refresh_token_expires_in !== undefined && {
        refreshTokenExpiresInSeconds: seconds(refresh_token_expires_in),
      }),
    // Separated by commas or spaces: both have been seen.
    scopes: scope?.split(/[\s,]+/).filter(Boolean) ?? otherwise,
  }
}

const longestLifeSeconds = 10 * 366 * 86_400

// LinkedIn once told the life in milliseconds (linkedin.md 10.12); no token lives for ten years.
function seconds(life: number): number {
  return life > longestLifeSeconds ? Math.floor(life / 1000) : life
}

const deadGrantWords =
  /authorization code not found|does not match authorization code|invalid, expired or revoked/

// The errors of linkedin.md 1. Only LinkedIn's own word about the code or token ends a grant: refused client
// credentials are the operator's fault, and disconnecting everybody would not mend them.
function tokenFailure(
  response: ConnectorResponse,
  what: 'code' | 'refresh token',
): ConnectorFailure {
  const problem = readProblem(response)
  const isRefusal = response.status === 400 || response.status === 401
  const details = networkWords(problem)
  if (isRefusal && (problem.code === 'invalid_grant' || deadGrantWords.test(problem.words))) {
    return failures.reauth({
      message: `LinkedIn does not accept the ${what}: it was used already, withdrawn, or its time has passed.`,
      remedy: 'Connect the account again.',
      ...details,
    })
  }
  const clientRefused = ['invalid_client', 'unauthorized_client', 'invalid_client_id']
  if (
    isRefusal &&
    (clientRefused.includes(problem.code) || problem.words.includes('a required parameter'))
  ) {
    return failures.appConfig({
      message: "LinkedIn does not accept the operator's client id or secret.",
      remedy:
        'The operator checks LINKEDIN_CLIENT_ID and LINKEDIN_CLIENT_SECRET against the LinkedIn developer portal; accounts stay connected.',
      ...details,
    })
  }
  const failure = callFailure(response, 'the login')
  // A 401 of this endpoint is about the app or the code, and never the word that a grant is dead.
  if (failure.kind !== 'reauth') return failure
  return failures.transient({
    message: `LinkedIn refused the ${what} without a reason that T21 knows.`,
    remedy: 'Nothing: it is tried again.',
    ...details,
  })
}
