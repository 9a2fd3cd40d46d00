import type { ConnectorResponse, Grant, OAuth, OAuthScope } from '@t21/plugin-kit'
import { failures, isSuccess, networkWords, read } from '@t21/plugin-kit'
import { Type, type Static } from 'typebox'
import { facebookOrigin, graphUrl } from './api.ts'
import { debugToken } from './debug-token.ts'
import { type GraphFailures } from './errors.ts'
import { readProblem } from './problem.ts'
import { appToken, graphRequest, type GraphCall } from './request.ts'
import type { MetaSettings } from './settings.ts'

const TokenAnswer = Type.Object({
  access_token: Type.String({ minLength: 1 }),
  expires_in: Type.Optional(Type.Number()),
})

/**
 * Facebook Login: facebook.md 1. There is no refresh: after about 60 days the person logs in again. Page tokens
 * taken with such a grant do not expire.
 */
export function facebookLogin(
  scopes: readonly OAuthScope[],
  failuresOfNetwork: GraphFailures,
): OAuth<MetaSettings> {
  return {
    scopes,
    authorizeUrl: (input) => authorizeUrl(input, scopes),
    exchange: (call, input) => exchange(call, input, scopes, failuresOfNetwork),
    revoke: (call, input) => revoke(call, input.accessToken, failuresOfNetwork),
  }
}

function authorizeUrl(
  input: Parameters<OAuth<MetaSettings>['authorizeUrl']>[0],
  scopes: readonly OAuthScope[],
): string {
  const { clientId, apiVersion, loginConfigId } = input.settings
  const url = new URL(graphUrl(apiVersion, 'dialog/oauth', facebookOrigin))
  url.search = new URLSearchParams({
    client_id: clientId,
    redirect_uri: input.redirectUri,
    state: input.state,
    response_type: 'code',
    ...(loginConfigId === undefined
      ? { scope: scopes.map((scope) => scope.name).join(','), auth_type: 'rerequest' }
      : { config_id: loginConfigId }),
  }).toString()
  return url.href
}

async function exchange(
  call: GraphCall,
  input: { readonly code: string; readonly redirectUri: string },
  scopes: readonly OAuthScope[],
  failuresOfNetwork: GraphFailures,
): Promise<Grant> {
  const short = await askToken(
    call,
    { redirect_uri: input.redirectUri, code: input.code },
    failuresOfNetwork,
  )
  const long = await askToken(
    call,
    { grant_type: 'fb_exchange_token', fb_exchange_token: short.access_token },
    failuresOfNetwork,
  )
  const known = await debugToken(call, long.access_token)
  const lifetime = long.expires_in ?? known?.lifetimeSeconds
  return {
    accessToken: long.access_token,
    ...(lifetime !== undefined && { expiresInSeconds: lifetime }),
    ...(known?.userId !== undefined && { userId: known.userId }),
    scopes: known?.scopes ?? scopes.map((scope) => scope.name),
  }
}

// POST instead of the documents' GET, so that the secret and the code stand in no address.
async function askToken(
  call: GraphCall,
  form: Readonly<Record<string, string>>,
  failuresOfNetwork: GraphFailures,
): Promise<Static<typeof TokenAnswer>> {
  const { clientId, clientSecret, apiVersion } = call.settings
  const response = await call.http.request({
    method: 'POST',
    url: graphUrl(apiVersion, 'oauth/access_token'),
    form: { client_id: clientId, client_secret: clientSecret, ...form },
  })
  if (!isSuccess(response)) throw loginFailure(response, failuresOfNetwork)
  const answer = read(TokenAnswer, response.json)
  if (answer) return answer
  throw failures.transient({
    message: 'Meta answered without an access token.',
    remedy: 'Nothing: it is tried again.',
    networkCode: String(response.status),
  })
}

const operatorWords =
  /client secret|client_secret|app secret|validating application|app_id|client_id/

/**
 * What a refusal of a login means: the operator's credentials are wrong, or the code or token is refused, and the
 * person starts again. A wrong app disconnects nobody.
 */
export function loginFailure(response: ConnectorResponse, failuresOfNetwork: GraphFailures): Error {
  const problem = readProblem(response)
  const refused = response.status >= 400 && response.status < 500
  if (refused && (problem.code === 101 || operatorWords.test(problem.words))) {
    return failures.appConfig({
      message: "Meta does not accept the operator's app id or secret.",
      remedy: 'The operator checks both against the Meta dashboard; accounts stay connected.',
      ...networkWords(problem),
    })
  }
  if (refused && (problem.code === 100 || problem.code === 190 || problem.code === 400)) {
    return failures.reauth({
      message:
        'Meta does not accept the code of this login: it was used already, or its time is up.',
      remedy: 'Connect the account again, without waiting in between.',
      ...networkWords(problem),
    })
  }
  return failuresOfNetwork.call(response, 'the login')
}

/**
 * Withdraws all permissions of the person: facebook.md 1. What T21 has is mostly the token of a Page, for which `/me` is
 * the Page, and which may be dead while the person's grant lives; so the person behind it is asked for, and the app
 * withdraws. T21 gives a grant back only with the last of its Pages.
 */
async function revoke(
  call: GraphCall,
  token: string,
  failuresOfNetwork: GraphFailures,
): Promise<void> {
  const person = (await debugToken(call, token))?.userId
  const answer =
    person === undefined
      ? await withdraw(call, 'me', token)
      : await withdraw(call, encodeURIComponent(person), appToken(call.settings))
  if (isSuccess(answer)) return
  const { code, subcode } = readProblem(answer)
  // A token that is nobody's, and a person who has removed the app: there is nothing to give back.
  const gone = person === undefined ? code === 190 || code === 102 : code === 100 && subcode === 33
  if (gone) return
  throw failuresOfNetwork.call(answer, 'giving the permissions back')
}

function withdraw(call: GraphCall, person: string, token: string): Promise<ConnectorResponse> {
  return graphRequest(call, { method: 'DELETE', path: `${person}/permissions`, token })
}
