import type {
  ConnectorFailure,
  ConnectorResponse,
  Grant,
  OAuth,
  OAuthCall,
  OAuthScope,
} from '@t21/plugin-kit'
import { failures, isSuccess, networkWords, read } from '@t21/plugin-kit'
import { authorizeAddress, revokeUrl, tokenUrl } from './api.ts'
import { callFailure, emptyAnswer, readProblem } from './errors.ts'
import { TokenAnswer } from './schemas.ts'
import type { Settings } from './settings.ts'

const scopes: readonly OAuthScope[] = [
  {
    name: 'read:accounts',
    required: true,
    without: 'T21 cannot tell which account was connected.',
  },
  {
    name: 'read:statuses',
    required: true,
    without: 'T21 cannot see whether a post has arrived.',
  },
  { name: 'write:statuses', required: true, without: 'Nothing can be published or deleted.' },
  { name: 'write:media', required: false, without: 'Posts with pictures or video are refused.' },
]
const scopeNames = scopes.map((scope) => scope.name).join(' ')

/** OAuth 2.0 with PKCE (Mastodon 4.3). Tokens do not expire, so there is nothing to refresh. */
export const oauth: OAuth<Settings> = { scopes, authorizeUrl, exchange, revoke }

function authorizeUrl(input: Parameters<OAuth<Settings>['authorizeUrl']>[0]): string {
  const url = new URL(authorizeAddress(input.settings))
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: input.settings.clientId,
    redirect_uri: input.redirectUri,
    scope: scopeNames,
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
  const { clientId, clientSecret } = call.settings
  const response = await call.http.request({
    method: 'POST',
    url: tokenUrl(call.settings),
    form: {
      grant_type: 'authorization_code',
      code: input.code,
      redirect_uri: input.redirectUri,
      code_verifier: input.codeVerifier,
      client_id: clientId,
      client_secret: clientSecret,
    },
  })
  if (!isSuccess(response)) throw tokenFailure(response)
  const answer = read(TokenAnswer, response.json)
  if (!answer) throw emptyAnswer(response, 'the login')
  return {
    accessToken: answer.access_token,
    ...(answer.expires_in !== undefined && { expiresInSeconds: answer.expires_in }),
    // RFC 6749 5.1: an answer without scopes grants those that were asked for.
    scopes: (answer.scope ?? scopeNames).split(' ').filter(Boolean),
  }
}

async function revoke(call: OAuthCall<Settings>, input: { accessToken: string }): Promise<void> {
  const { clientId, clientSecret } = call.settings
  const response = await call.http.request({
    method: 'POST',
    url: revokeUrl(call.settings),
    form: { client_id: clientId, client_secret: clientSecret, token: input.accessToken },
  })
  // A token that is revoked already is a success: 200 again.
  if (!isSuccess(response)) throw tokenFailure(response)
}

// Only the instance's word about the code ends a login: refused client credentials are the operator's fault.
function tokenFailure(response: ConnectorResponse): ConnectorFailure {
  const problem = readProblem(response)
  const details = networkWords(problem)
  if (problem.word === 'invalid_grant') {
    return failures.reauth({
      message:
        'The instance does not accept the code: it was used already, or its time has passed.',
      remedy: 'Connect the account again.',
      ...details,
    })
  }
  if (['invalid_client', 'unauthorized_client', 'invalid_scope'].includes(problem.word)) {
    return failures.appConfig({
      message: "The instance does not accept the operator's application.",
      remedy:
        'The operator checks MASTODON_CLIENT_ID, MASTODON_CLIENT_SECRET and the scopes of the application; accounts stay connected.',
      ...details,
    })
  }
  const failure = callFailure(response, 'the login')
  // A 401 about anything but the code is no word about a person's grant.
  return failure.kind === 'reauth' ? failures.transient(failure.details) : failure
}
