import t from 'tap'
import { scopesOf, type ConnectorHttp, type ConnectorResponse } from '@t21/plugin-kit'
import { failureOf, json, raw, scriptedHttp } from '@t21/plugin-kit/testing'
import { approved, selfServe } from '../test/calls.ts'
import { connector } from './index.ts'

const { oauth } = connector
const settings = selfServe
const tokenUrl = 'https://www.linkedin.com/oauth/v2/accessToken'
const revokeUrl = 'https://www.linkedin.com/oauth/v2/revoke'
const redirectUri = 'http://127.0.0.1:3000/cb?a=b'
const input = { code: 'c0de', redirectUri, codeVerifier: 'verifier' }
const tokens = { refreshToken: 'old-refresh', accessToken: 'old-access' }
const client = { client_id: 'client', client_secret: 'secret' }
const post = (url: string, form: Record<string, string>) => ({
  method: 'POST' as const,
  url,
  form: { ...form, ...client },
})
const exchanging = post(tokenUrl, {
  grant_type: 'authorization_code',
  code: 'c0de',
  redirect_uri: redirectUri,
})
const refreshing = post(tokenUrl, { grant_type: 'refresh_token', refresh_token: 'old-refresh' })

const authorize = (of: typeof settings) =>
  new URL(
    oauth.authorizeUrl({ settings: of, redirectUri, state: 'st&te', codeChallenge: 'challenge' }),
  )

t.test(
  'the browser goes to LinkedIn with state and scopes, without challenge and secrets',
  async (t) => {
    const url = authorize(selfServe)
    t.equal(url.origin + url.pathname, 'https://www.linkedin.com/oauth/v2/authorization')
    t.same(Object.fromEntries(url.searchParams), {
      response_type: 'code',
      client_id: 'client',
      redirect_uri: redirectUri,
      state: 'st&te',
      scope: 'openid profile w_member_social',
    })
    t.notMatch(url.href, /secret/)
  },
)

t.test(
  'an approved app asks everybody for the scopes of the Community Management API',
  async (t) => {
    t.same(authorize(approved).searchParams.get('scope')?.split(' ').toSorted(), [
      'r_basicprofile',
      'r_member_postAnalytics',
      'r_member_profileAnalytics',
      'r_organization_social',
      'r_organization_social_feed',
      'rw_organization_admin',
      'w_member_social',
      'w_member_social_feed',
      'w_organization_social',
      'w_organization_social_feed',
    ])
  },
)

t.test(
  'every scope says what does not work without it; what tells who connected, and publishing, is needed',
  async (t) => {
    for (const [of, needed] of [
      [selfServe, ['openid', 'w_member_social']],
      [approved, ['r_basicprofile', 'w_member_social']],
    ] as const) {
      const scopes = scopesOf(oauth, of)
      for (const { name, without } of scopes) t.match(without, /^[A-Z].*\.$/, name)
      t.same(
        scopes.filter(({ required }) => required).map(({ name }) => name),
        needed,
      )
      t.same(
        authorize(of).searchParams.get('scope')?.split(' '),
        scopes.map(({ name }) => name),
        'exactly what is listed is asked for: nothing else can be missing',
      )
    }
  },
)

t.test('the code is exchanged with the secret in the body', async (t) => {
  const answer = json(200, {
    access_token: 'access',
    expires_in: 5_184_000,
    scope: 'email,openid,profile,w_member_social',
    token_type: 'Bearer',
    refresh_token: 'refresh',
    refresh_token_expires_in: 31_536_000,
  })
  const http = scriptedHttp(t, { request: exchanging, answer })
  t.same(await oauth.exchange({ http, settings }, input), {
    accessToken: 'access',
    refreshToken: 'refresh',
    expiresInSeconds: 5_184_000,
    refreshTokenExpiresInSeconds: 31_536_000,
    scopes: ['email', 'openid', 'profile', 'w_member_social'],
  })
})

t.test('an app without approval is given no refresh token, and none is invented', async (t) => {
  for (const refresh_token of [undefined, '']) {
    const answer = json(200, { access_token: 'access', refresh_token, scope: 'openid profile' })
    const http = scriptedHttp(t, { request: exchanging, answer })
    t.same(await oauth.exchange({ http, settings }, input), {
      accessToken: 'access',
      scopes: ['openid', 'profile'],
    })
  }
})

t.test(
  'an answer without scopes grants those asked for, and at a refresh says nothing',
  async (t) => {
    const answer = json(200, { access_token: 'access', expires_in: 10 })
    const http = scriptedHttp(t, { request: exchanging, answer }, { request: refreshing, answer })
    const grant = await oauth.exchange({ http, settings }, input)
    t.same(grant.scopes, ['openid', 'profile', 'w_member_social'])
    t.same(await oauth.refresh?.({ http, settings }, tokens), {
      accessToken: 'access',
      expiresInSeconds: 10,
      scopes: [],
    })
  },
)

t.test('a life that came in milliseconds is one in seconds', async (t) => {
  const answer = json(200, { access_token: 'access', expires_in: 5_184_000_000 })
  const http = scriptedHttp(t, { request: exchanging, answer })
  t.match(await oauth.exchange({ http, settings }, input), { expiresInSeconds: 5_184_000 })
})

const oauthError = (status: number, error: string, error_description?: string) =>
  json(status, { error, error_description })

t.test('every row of the token errors of linkedin.md 1 has its meaning', async (t) => {
  const rows: [string, ConnectorResponse, string][] = [
    [
      'code not found',
      oauthError(
        401,
        'invalid_request',
        'Unable to retrieve access token: authorization code not found',
      ),
      'reauth',
    ],
    [
      'another redirect address',
      oauthError(
        400,
        'invalid_redirect_uri',
        'Unable to retrieve access token: appid/redirect uri/code verifier does not match authorization code. Or authorization code expired. Or external member binding exists',
      ),
      'reauth',
    ],
    [
      'dead grant',
      oauthError(
        400,
        'invalid_request',
        'The provided authorization grant or refresh token is invalid, expired or revoked.',
      ),
      'reauth',
    ],
    ['invalid grant', oauthError(400, 'invalid_grant'), 'reauth'],
    [
      'parameter missing',
      oauthError(400, 'invalid_request', 'A required parameter "client_id" is missing'),
      'app_config',
    ],
    [
      'client refused',
      oauthError(401, 'invalid_client', 'Client authentication failed'),
      'app_config',
    ],
    ['an unknown 400', oauthError(400, 'invalid_request', 'Something new.'), 'transient'],
    ['an unknown 401', oauthError(401, 'invalid_request', 'Something new.'), 'transient'],
    ['429', oauthError(429, 'too_many'), 'rate_limited'],
    ['a page', raw(400, '<html>'), 'transient'],
    ['500', raw(500), 'transient'],
    ['the words of a dead grant with 500', oauthError(500, 'invalid_grant'), 'transient'],
    ['a success without a token', json(200, { expires_in: 5 }), 'transient'],
    ['an empty token', json(200, { access_token: '' }), 'transient'],
    ['an empty success', raw(200), 'transient'],
  ]
  for (const [name, answer, kind] of rows) {
    const http = always(answer)
    const exchanged = await failureOf(oauth.exchange({ http, settings }, input))
    t.equal(exchanged.kind, kind, `${name}: exchange`)
    const refreshed = await failureOf(Promise.resolve(oauth.refresh?.({ http, settings }, tokens)))
    t.equal(refreshed.kind, kind, `${name}: refresh`)
    t.ok(refreshed.details.remedy, `${name}: remedy`)
  }
})

t.test('both tokens are given back, and dead ones count as given back', async (t) => {
  const dead = oauthError(400, 'invalid_request', 'The token is invalid, expired or revoked.')
  const http = scriptedHttp(
    t,
    { request: post(revokeUrl, { token: 'old-refresh' }), answer: dead },
    { request: post(revokeUrl, { token: 'old-access' }), answer: raw(200) },
    { request: post(revokeUrl, { token: 'only' }), answer: oauthError(401, 'invalid_client') },
  )
  await oauth.revoke?.({ http, settings }, tokens)
  const failure = await failureOf(
    Promise.resolve(oauth.revoke?.({ http, settings }, { accessToken: 'only' })),
  )
  t.equal(failure.kind, 'app_config')
})

function always(answer: ConnectorResponse): ConnectorHttp {
  return { request: () => Promise.resolve(answer) }
}
