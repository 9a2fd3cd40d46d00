import t from 'tap'
import { failureOf, json, raw, scriptedHttp } from '@t21/plugin-kit/testing'
import { failing, graphError, settings } from '../test/meta.ts'
import { facebookLogin } from './index.ts'

const root = 'https://graph.facebook.com/v25.0'
const oauth = facebookLogin(
  [
    { name: 'pages_show_list', required: true, without: 'Nothing.' },
    { name: 'read_insights', required: false, without: 'No numbers.' },
  ],
  failing,
)
const input = { code: 'c0de', redirectUri: 'https://t21.example/cb', codeVerifier: '' }
const app = { client_id: 'app', client_secret: 's3cret' }
const short = {
  request: {
    method: 'POST' as const,
    url: `${root}/oauth/access_token`,
    form: { ...app, redirect_uri: input.redirectUri, code: 'c0de' },
  },
  answer: json(200, { access_token: 'short', token_type: 'bearer', expires_in: 5400 }),
}
const long = {
  request: {
    ...short.request,
    form: { ...app, grant_type: 'fb_exchange_token', fb_exchange_token: 'short' },
  },
  answer: json(200, { access_token: 'long', token_type: 'bearer', expires_in: 5_184_000 }),
}
const debug = {
  method: 'GET' as const,
  url: `${root}/debug_token`,
  query: { input_token: 'long' },
  auth: { bearer: 'app|s3cret' },
}
const known = {
  is_valid: true,
  user_id: '99',
  issued_at: 1_000,
  expires_at: 6_000,
  scopes: ['pages_show_list'],
}

t.test('the browser goes to facebook.com with the permissions, and without secrets', async (t) => {
  const go = (more: object) =>
    new URL(
      oauth.authorizeUrl({
        settings: { ...settings, ...more },
        redirectUri: 'https://t21.example/cb?a=b',
        state: 'st&te',
        codeChallenge: 'challenge',
      }),
    )
  const url = go({})
  t.equal(url.origin + url.pathname, 'https://www.facebook.com/v25.0/dialog/oauth')
  t.same(Object.fromEntries(url.searchParams), {
    client_id: 'app',
    redirect_uri: 'https://t21.example/cb?a=b',
    state: 'st&te',
    response_type: 'code',
    scope: 'pages_show_list,read_insights',
    auth_type: 'rerequest',
  })
  const business = go({ loginConfigId: '77' }).searchParams
  t.equal(business.get('config_id'), '77')
  t.equal(business.get('scope'), null)
})

t.test('a code becomes a long token, whose facts Meta is asked for', async (t) => {
  const http = scriptedHttp(t, short, long, {
    request: debug,
    answer: json(200, { data: known }),
  })
  t.same(await oauth.exchange({ http, settings }, input), {
    accessToken: 'long',
    expiresInSeconds: 5_184_000,
    userId: '99',
    scopes: ['pages_show_list'],
  })
})

t.test('where the answer has no lifetime, that of the token itself counts', async (t) => {
  const http = scriptedHttp(
    t,
    short,
    { ...long, answer: json(200, { access_token: 'long' }) },
    { request: debug, answer: json(200, { data: { ...known, user_id: 99 } }) },
  )
  t.match(await oauth.exchange({ http, settings }, input), {
    expiresInSeconds: 5_000,
    userId: '99',
  })
})

t.test('a login does not fail because its facts cannot be had', async (t) => {
  for (const answer of [raw(500), json(200, {}), new Error('socket hang up')]) {
    const http = scriptedHttp(t, short, long, { request: debug, answer })
    t.same(await oauth.exchange({ http, settings }, input), {
      accessToken: 'long',
      expiresInSeconds: 5_184_000,
      scopes: ['pages_show_list', 'read_insights'],
    })
  }
})

t.test('what is refused at the login has its meaning', async (t) => {
  const say = (code: number, message: string) => graphError(code, undefined, { message })
  const rows = [
    [say(100, 'This authorization code has been used.'), 'reauth'],
    [say(1, 'Error validating client secret.'), 'app_config'],
    [say(101, 'Error validating application.'), 'app_config'],
    [graphError(190), 'reauth'],
    [graphError(4), 'rate_limited'],
    [graphError(2), 'transient'],
    [raw(503), 'transient'],
    [raw(200, '<html>'), 'transient'],
    [json(200, { access_token: '' }), 'transient'],
  ] as const
  for (const [answer, kind] of rows) {
    const http = scriptedHttp(t, { ...short, answer })
    const failure = await failureOf(oauth.exchange({ http, settings }, input))
    t.equal(failure.kind, kind, answer.text)
    t.notMatch(JSON.stringify(failure.details), /s3cret|c0de/, 'no secrets')
  }
})

const withdraws = (person: string, bearer: string) => ({
  method: 'DELETE' as const,
  url: `${root}/${person}/permissions`,
  auth: { bearer },
})
const revoke = (http: ReturnType<typeof scriptedHttp>) =>
  Promise.resolve(oauth.revoke?.({ http, settings }, { accessToken: 'long' }))

const asked = (data: unknown) => ({ request: debug, answer: json(200, { data }) })
const done = json(200, { success: true })

t.test('the app gives back what the person behind a token has granted', async (t) => {
  const request = withdraws('99', 'app|s3cret')
  // The token of a Page may be dead while the person's grant lives.
  for (const data of [known, { is_valid: false, user_id: '99', error: { code: 190 } }]) {
    for (const answer of [done, json(200, true), graphError(100, 33)]) {
      await revoke(scriptedHttp(t, asked(data), { request, answer }))
    }
  }
  const rows = [
    [raw(500), 'transient'],
    [graphError(100), 'transient'],
    [graphError(200), 'permission'],
  ] as const
  for (const [answer, kind] of rows) {
    const http = scriptedHttp(t, asked(known), { request, answer })
    t.equal((await failureOf(revoke(http))).kind, kind)
  }
})

t.test('a token of nobody needs nothing, and silence proves nothing', async (t) => {
  const request = withdraws('me', 'long')
  const unknown = [asked({ is_valid: false }), { request: debug, answer: raw(500) }]
  for (const told of unknown) {
    for (const answer of [done, graphError(190), graphError(102)]) {
      await revoke(scriptedHttp(t, told, { request, answer }))
    }
    // `/me` of the token of a Page is the Page.
    for (const answer of [graphError(100), raw(500)]) {
      const failure = await failureOf(revoke(scriptedHttp(t, told, { request, answer })))
      t.equal(failure.kind, 'transient')
    }
  }
})
