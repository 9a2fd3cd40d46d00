import t from 'tap'
import { call, failureOf, json, raw, scriptedHttp, settings } from '../test/calls.ts'
import { connector } from './index.ts'

const { oauth } = connector
const login = {
  code: 'a-code',
  redirectUri: 'https://t21.example/callback',
  codeVerifier: 'a-verifier',
}
const exchange = {
  method: 'POST',
  url: 'https://mastodon.example/oauth/token',
  form: {
    grant_type: 'authorization_code',
    code: 'a-code',
    redirect_uri: 'https://t21.example/callback',
    code_verifier: 'a-verifier',
    client_id: 'client',
    client_secret: 'secret',
  },
} as const
const revoke = {
  method: 'POST',
  url: 'https://mastodon.example/oauth/revoke',
  form: { client_id: 'client', client_secret: 'secret', token: 'ada-token' },
} as const

t.test(
  'the browser is sent to the instance, with the challenge and without a secret',
  async (t) => {
    const url = new URL(
      oauth.authorizeUrl({
        settings,
        redirectUri: login.redirectUri,
        state: 'a-state',
        codeChallenge: 'a-challenge',
      }),
    )
    t.equal(url.origin + url.pathname, 'https://mastodon.example/oauth/authorize')
    t.same(Object.fromEntries(url.searchParams), {
      response_type: 'code',
      client_id: 'client',
      redirect_uri: 'https://t21.example/callback',
      scope: 'read:accounts read:statuses write:statuses write:media',
      state: 'a-state',
      code_challenge: 'a-challenge',
      code_challenge_method: 'S256',
    })
  },
)

t.test('a code becomes a grant that does not end', async (t) => {
  const answer = json(200, {
    access_token: 'ada-token',
    token_type: 'Bearer',
    scope: 'read:accounts write:statuses',
    created_at: 1,
  })
  const http = scriptedHttp(t, { request: exchange, answer })
  t.same(await oauth.exchange(call(http), login), {
    accessToken: 'ada-token',
    scopes: ['read:accounts', 'write:statuses'],
  })
})

t.test('an answer without scopes grants those that were asked for', async (t) => {
  const http = scriptedHttp(t, {
    request: exchange,
    answer: json(200, { access_token: 'ada-token', expires_in: 60 }),
  })
  t.match(await oauth.exchange(call(http), login), {
    expiresInSeconds: 60,
    scopes: ['read:accounts', 'read:statuses', 'write:statuses', 'write:media'],
  })
})

t.test(
  "a refused code is the person's business, a refused application the operator's",
  async (t) => {
    for (const [answer, kind] of [
      [json(400, { error: 'invalid_grant', error_description: 'It was used.' }), 'reauth'],
      [json(401, { error: 'invalid_client', error_description: 'Unknown.' }), 'app_config'],
      [json(400, { error: 'invalid_scope', error_description: 'Unknown.' }), 'app_config'],
      [json(400, { error: 'unsupported_grant_type' }), 'transient'],
      [json(401, { error: 'Something else' }), 'transient'],
      [raw(502, '<html>'), 'transient'],
      [json(429, { error: 'Too many requests' }), 'rate_limited'],
      [json(200, { access_token: '' }), 'transient'],
    ] as const) {
      const http = scriptedHttp(t, { request: exchange, answer })
      t.equal((await failureOf(oauth.exchange(call(http), login))).kind, kind, answer.text)
    }
  },
)

t.test('a grant is given back; one of another application says so', async (t) => {
  const http = scriptedHttp(t, { request: revoke, answer: json(200, {}) })
  await oauth.revoke?.(call(http), { accessToken: 'ada-token' })
  const refused = scriptedHttp(t, {
    request: revoke,
    answer: json(403, { error: 'unauthorized_client', error_description: 'No.' }),
  })
  const attempt = oauth.revoke?.(call(refused), { accessToken: 'ada-token' }) ?? Promise.resolve()
  t.equal((await failureOf(attempt)).kind, 'app_config')
})
