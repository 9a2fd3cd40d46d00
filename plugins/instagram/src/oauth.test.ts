import t from 'tap'
import { scopesOf, type ConnectorResponse } from '@t21/plugin-kit'
import { failureOf, graphError, json, raw, scriptedHttp, settings } from '../test/calls.ts'
import { connector } from './index.ts'
import type { Settings } from './settings.ts'

const { oauth } = connector
const redirectUri = 'https://t21.example/v1/oauth/callback/INSTAGRAM'
const byFacebook: Settings = { ...settings, login: 'facebook' }

const authorize = (from: Settings) =>
  new URL(oauth.authorizeUrl({ settings: from, redirectUri, state: 'st', codeChallenge: 'c' }))

t.test('by Instagram Login the browser goes to Instagram', async (t) => {
  const url = authorize(settings)
  t.equal(url.origin + url.pathname, 'https://www.instagram.com/oauth/authorize')
  t.same(Object.fromEntries(url.searchParams), {
    client_id: 'ig-app',
    redirect_uri: redirectUri,
    response_type: 'code',
    scope:
      'instagram_business_basic,instagram_business_content_publish,instagram_business_manage_comments,instagram_business_manage_insights',
    state: 'st',
  })
})

t.test('by Facebook Login it goes to Facebook, with the Facebook app', async (t) => {
  const url = authorize(byFacebook)
  t.equal(url.origin + url.pathname, 'https://www.facebook.com/v25.0/dialog/oauth')
  t.equal(url.searchParams.get('client_id'), 'fb-app')
  t.match(
    url.searchParams.get('scope'),
    /^instagram_basic,instagram_content_publish,pages_show_list/,
  )
  const { facebookClientId: _, ...oneApp } = byFacebook
  t.equal(authorize(oneApp).searchParams.get('client_id'), 'ig-app', 'where there is only one app')
})

const codeRequest = {
  method: 'POST' as const,
  url: 'https://api.instagram.com/oauth/access_token',
  form: {
    client_id: 'ig-app',
    client_secret: 'ig-secret',
    grant_type: 'authorization_code',
    redirect_uri: redirectUri,
    code: 'AQcode',
  },
}
const longRequest = {
  method: 'GET' as const,
  url: 'https://graph.instagram.com/access_token',
  query: { grant_type: 'ig_exchange_token', client_secret: 'ig-secret', access_token: 'short' },
}
const long = json(200, { access_token: 'long', token_type: 'bearer', expires_in: 5_183_944 })
const input = { code: 'AQcode#_', redirectUri, codeVerifier: '' }

t.test('a code becomes a token of 60 days, in both shapes of the answer', async (t) => {
  const flat = { access_token: 'short', user_id: '17841400000000001', permissions: ['a', 'b'] }
  const wrapped = { data: [{ ...flat, permissions: 'a, b' }] }
  for (const body of [flat, wrapped]) {
    const http = scriptedHttp(
      t,
      { request: codeRequest, answer: json(200, body) },
      { request: longRequest, answer: long },
    )
    t.same(await oauth.exchange({ http, settings }, input), {
      accessToken: 'long',
      refreshToken: 'long',
      expiresInSeconds: 5_183_944,
      refreshTokenExpiresInSeconds: 5_183_944,
      userId: '17841400000000001',
      scopes: ['a', 'b'],
    })
  }
  const bare = scriptedHttp(
    t,
    { request: codeRequest, answer: json(200, { access_token: 'short' }) },
    { request: longRequest, answer: json(200, { access_token: 'long' }) },
  )
  const grant = await oauth.exchange({ http: bare, settings }, input)
  t.equal(grant.scopes.length, 4, 'no word about them: those that were asked for')
  t.equal(grant.expiresInSeconds, undefined)
})

const loginError = (code: number, message: string) =>
  json(400, { error_type: 'OAuthException', code, error_message: message })

t.test('what is refused in a login', async (t) => {
  const rows: [ConnectorResponse, string][] = [
    [loginError(400, 'Matching code was not found or was already used'), 'reauth'],
    [loginError(400, 'Invalid client_secret'), 'app_config'],
    [graphError(101), 'app_config'],
    [graphError(190), 'reauth'],
    [graphError(4), 'rate_limited'],
    [raw(200, '<html>'), 'transient'],
    [json(200, { access_token: '' }), 'transient'],
    [raw(503), 'transient'],
  ]
  for (const [answer, kind] of rows) {
    const first = scriptedHttp(t, { request: codeRequest, answer })
    t.equal((await failureOf(oauth.exchange({ http: first, settings }, input))).kind, kind)
    const second = scriptedHttp(
      t,
      { request: codeRequest, answer: json(200, { access_token: 'short' }) },
      { request: longRequest, answer },
    )
    t.equal((await failureOf(oauth.exchange({ http: second, settings }, input))).kind, kind)
  }
})

t.test('a login by Facebook uses the Facebook app, and its scopes have both names', async (t) => {
  const url = 'https://graph.facebook.com/v25.0/oauth/access_token'
  const app = { client_id: 'fb-app', client_secret: 'fb-secret' }
  const http = scriptedHttp(
    t,
    {
      request: { method: 'POST', url, form: { ...app, redirect_uri: redirectUri, code: 'AQcode' } },
      answer: json(200, { access_token: 'short' }),
    },
    {
      request: {
        method: 'POST',
        url,
        form: { ...app, grant_type: 'fb_exchange_token', fb_exchange_token: 'short' },
      },
      answer: json(200, { access_token: 'long', expires_in: 5_184_000 }),
    },
    {
      request: {
        method: 'GET',
        url: 'https://graph.facebook.com/v25.0/debug_token',
        query: { input_token: 'long' },
        auth: { bearer: 'fb-app|fb-secret' },
      },
      answer: json(200, {
        data: { is_valid: true, user_id: '99', scopes: ['instagram_basic', 'pages_show_list'] },
      }),
    },
  )
  const call = { http, settings: byFacebook }
  t.same(await oauth.exchange(call, { ...input, code: 'AQcode' }), {
    accessToken: 'long',
    expiresInSeconds: 5_184_000,
    userId: '99',
    scopes: ['instagram_basic', 'pages_show_list', 'instagram_business_basic'],
  })
})

t.test(
  'what only Facebook Login knows is told where it is missing, and never demanded',
  async (t) => {
    const named = (from: Settings) => scopesOf(oauth, from).map(({ name }) => name)
    t.equal(named(settings).length, 4)
    t.same(named(byFacebook).slice(4), [
      'pages_show_list',
      'pages_read_engagement',
      'instagram_manage_contents',
      'pages_manage_metadata',
      'business_management',
    ])
    const required = scopesOf(oauth, byFacebook).filter((scope) => scope.required)
    const names = ['instagram_business_basic', 'instagram_business_content_publish']
    t.same(
      required.map(({ name }) => name),
      names,
      'an account of either login has these',
    )
    for (const { name, without } of scopesOf(oauth, byFacebook))
      t.match(without, /^[A-Z].*\.$/, name)
  },
)

const refreshRequest = {
  method: 'GET' as const,
  url: 'https://graph.instagram.com/refresh_access_token',
  query: { grant_type: 'ig_refresh_token', access_token: 'long' },
}
const tokens = { refreshToken: 'long', accessToken: 'long' }
const refresh = (http: ReturnType<typeof scriptedHttp>) =>
  Promise.resolve(oauth.refresh?.({ http, settings }, tokens))

t.test('a token renews itself, and the new one is its own refresh token', async (t) => {
  const answer = json(200, { access_token: 'newer', expires_in: 5_184_000, permissions: 'a' })
  t.same(await refresh(scriptedHttp(t, { request: refreshRequest, answer })), {
    accessToken: 'newer',
    refreshToken: 'newer',
    expiresInSeconds: 5_184_000,
    refreshTokenExpiresInSeconds: 5_184_000,
    scopes: ['a'],
  })
})

t.test('only the word of Instagram about the token ends a grant', async (t) => {
  const rows: [ConnectorResponse, string][] = [
    [graphError(190, 463), 'reauth'],
    [graphError(10), 'permission'],
    [graphError(100), 'transient'],
    [graphError(2), 'transient'],
    [raw(401), 'transient'],
    [raw(200, '{}'), 'transient'],
    [raw(500, '<html>'), 'transient'],
  ]
  for (const [answer, kind] of rows) {
    const http = scriptedHttp(t, { request: refreshRequest, answer })
    t.equal((await failureOf(refresh(http))).kind, kind)
  }
})

t.test(
  'a login by Facebook is given back; one by Instagram cannot be, and that is said',
  async (t) => {
    const root = 'https://graph.facebook.com/v25.0'
    const auth = { bearer: 'fb-app|fb-secret' }
    const query = { input_token: 'page' }
    const http = scriptedHttp(
      t,
      {
        request: { method: 'GET', url: `${root}/debug_token`, query, auth },
        answer: json(200, { data: { is_valid: true, user_id: '99' } }),
      },
      {
        request: { method: 'DELETE', url: `${root}/99/permissions`, auth },
        answer: json(200, { success: true }),
      },
    )
    await oauth.revoke?.({ http, settings }, { accessToken: 'page' })
    const failure = await failureOf(
      Promise.resolve(oauth.revoke?.({ http: scriptedHttp(t), settings }, tokens)),
    )
    t.match(failure, { kind: 'permission', details: { remedy: /Instagram settings/ } })
  },
)
