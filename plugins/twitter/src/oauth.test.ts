import t from 'tap'
import { scopesOf, type ConnectorHttp, type ConnectorResponse } from '@t21/plugin-kit'
import { failureOf } from '../test/calls.ts'
import { json, problem, raw, scriptedHttp } from '../test/scripted-http.ts'
import { connector } from './index.ts'

const { oauth } = connector
const confidential = {
  clientId: 'client',
  clientSecret: 'secret',
  webhookEvents: [],
  quotesAllowed: false,
}
const open = { clientId: 'client', webhookEvents: [], quotesAllowed: false }
const basic = { basic: { username: 'client', password: 'secret' } }
const tokenUrl = 'https://api.x.com/2/oauth2/token'
const revokeUrl = 'https://api.x.com/2/oauth2/revoke'
const input = { code: 'c0de', redirectUri: 'http://127.0.0.1:3000/cb', codeVerifier: 'verifier' }
const tokens = { refreshToken: 'old-refresh', accessToken: 'old-access' }

const exchangeForm = {
  grant_type: 'authorization_code',
  code: 'c0de',
  redirect_uri: 'http://127.0.0.1:3000/cb',
  code_verifier: 'verifier',
  client_id: 'client',
}
const granted = json(200, {
  token_type: 'bearer',
  expires_in: 7200,
  access_token: 'access',
  scope: 'tweet.read users.read',
  refresh_token: 'refresh',
})
const grant = {
  accessToken: 'access',
  refreshToken: 'refresh',
  expiresInSeconds: 7200,
  scopes: ['tweet.read', 'users.read'],
}

t.test(
  'the browser goes to x.com with state, challenge and scopes, and without secrets',
  async (t) => {
    const url = new URL(
      oauth.authorizeUrl({
        settings: confidential,
        redirectUri: 'http://127.0.0.1:3000/cb?a=b',
        state: 'st&te',
        codeChallenge: 'challenge',
      }),
    )
    t.equal(url.origin + url.pathname, 'https://x.com/i/oauth2/authorize')
    t.same(Object.fromEntries(url.searchParams), {
      response_type: 'code',
      client_id: 'client',
      redirect_uri: 'http://127.0.0.1:3000/cb?a=b',
      scope: 'tweet.read tweet.write users.read media.write offline.access',
      state: 'st&te',
      code_challenge: 'challenge',
      code_challenge_method: 'S256',
    })
    t.notMatch(url.href, /secret/)
  },
)

t.test('every scope says what does not work without it', async (t) => {
  for (const { name, without } of scopesOf(oauth, confidential))
    t.match(without, /^[A-Z].*\.$/, name)
})

t.test('a confidential app exchanges the code with its secret', async (t) => {
  const http = scriptedHttp(t, {
    request: { method: 'POST', url: tokenUrl, auth: basic, form: exchangeForm },
    answer: granted,
  })
  t.same(await oauth.exchange({ http, settings: confidential }, input), grant)
})

t.test('a public client exchanges the code with its id alone', async (t) => {
  const http = scriptedHttp(t, {
    request: { method: 'POST', url: tokenUrl, form: exchangeForm },
    answer: granted,
  })
  t.same(await oauth.exchange({ http, settings: open }, input), grant)
})

t.test(
  'an answer without refresh token, time or scopes invents none of the first two',
  async (t) => {
    const exchange = { method: 'POST' as const, url: tokenUrl, auth: basic, form: exchangeForm }
    for (const refreshToken of [undefined, '']) {
      const answer = json(200, { access_token: 'access', refresh_token: refreshToken })
      const http = scriptedHttp(t, { request: exchange, answer })
      t.same(await oauth.exchange({ http, settings: confidential }, input), {
        accessToken: 'access',
        scopes: ['tweet.read', 'tweet.write', 'users.read', 'media.write', 'offline.access'],
      })
    }
  },
)

t.test('a refresh brings the next refresh token', async (t) => {
  const form = { grant_type: 'refresh_token', refresh_token: 'old-refresh' }
  const secret = scriptedHttp(t, {
    request: { method: 'POST', url: tokenUrl, auth: basic, form },
    answer: granted,
  })
  t.same(await oauth.refresh?.({ http: secret, settings: confidential }, tokens), grant)
  const without = scriptedHttp(t, {
    request: { method: 'POST', url: tokenUrl, form: { ...form, client_id: 'client' } },
    answer: granted,
  })
  t.same(await oauth.refresh?.({ http: without, settings: open }, tokens), grant)
})

const oauthError = (status: number, error: string, description?: string) =>
  json(status, { error, error_description: description })

t.test('every row of the token errors of twitter.md 1.1 has its meaning', async (t) => {
  const rows: [string, ConnectorResponse, string][] = [
    [
      'dead refresh token',
      oauthError(400, 'invalid_request', 'Value passed for the token was invalid.'),
      'reauth',
    ],
    ['invalid grant', oauthError(400, 'invalid_grant'), 'reauth'],
    [
      'client id missing',
      oauthError(400, 'invalid_request', 'Missing required parameter [client_id].'),
      'app_config',
    ],
    [
      'secret missing',
      oauthError(401, 'unauthorized_client', 'Missing valid authorization header'),
      'app_config',
    ],
    ['client unknown', oauthError(401, 'invalid_client'), 'app_config'],
    ['client unknown as 400', oauthError(400, 'invalid_client'), 'app_config'],
    ['401 without words', raw(401), 'app_config'],
    ['app not enrolled', problem(403, 'Not enrolled.', 'client-forbidden'), 'app_config'],
    ['rate limited', problem(429, 'Too Many Requests'), 'rate_limited'],
    ['something else', oauthError(400, 'invalid_request', 'Something new.'), 'transient'],
    ['a bare 403', raw(403), 'transient'],
    ['500', raw(500), 'transient'],
    ['a page', raw(200, '<html>'), 'transient'],
  ]
  for (const [name, answer, kind] of rows) {
    const failure = await failureOf(
      Promise.resolve(oauth.refresh?.({ http: always(answer), settings: confidential }, tokens)),
    )
    t.equal(failure.kind, kind, name)
    t.notMatch(JSON.stringify(failure.details), /old-refresh|"secret"/, `${name}: no secrets`)
  }
})

t.test('a refused code has to be asked for again', async (t) => {
  for (const words of [
    'Value passed for the authorization code was invalid.',
    'Value passed for the code verifier did not match the code challenge.',
  ]) {
    const http = always(oauthError(400, 'invalid_request', words))
    const failure = await failureOf(oauth.exchange({ http, settings: confidential }, input))
    t.equal(failure.kind, 'reauth', words)
  }
})

t.test('both tokens are given back, and dead ones count as given back', async (t) => {
  const asks = (token: string, hint: string, answer: ConnectorResponse) => ({
    request: {
      method: 'POST' as const,
      url: revokeUrl,
      auth: basic,
      form: { token, token_type_hint: hint },
    },
    answer,
  })
  const dead = oauthError(400, 'invalid_request', 'Value passed for the token was invalid.')
  const http = scriptedHttp(
    t,
    asks('old-refresh', 'refresh_token', dead),
    asks('old-access', 'access_token', json(200, { revoked: true })),
    asks('old-access', 'access_token', oauthError(401, 'invalid_client')),
  )
  await oauth.revoke?.({ http, settings: confidential }, tokens)
  const failure = await failureOf(
    Promise.resolve(
      oauth.revoke?.({ http, settings: confidential }, { accessToken: 'old-access' }),
    ),
  )
  t.equal(failure.kind, 'app_config')
})

function always(answer: ConnectorResponse): ConnectorHttp {
  return { request: () => Promise.resolve(answer) }
}
