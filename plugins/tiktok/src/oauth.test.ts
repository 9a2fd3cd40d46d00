import { createHash } from 'node:crypto'
import t from 'tap'
import { scopesOf, type ConnectorHttp, type ConnectorResponse } from '@t21/plugin-kit'
import { json, raw, refusal, scriptedHttp } from '../test/answers.ts'
import { failureOf, settings } from '../test/calls.ts'
import { connector } from './index.ts'

const { oauth } = connector
const tokenUrl = 'https://open.tiktokapis.com/v2/oauth/token/'
const client = { client_key: 'key', client_secret: 'secret' }
const tokens = { refreshToken: 'rft.old', accessToken: 'act.old' }
const web = 'https://t21.example/cb'
const desktop = 'http://127.0.0.1:3000/cb'

const granted = json(200, {
  access_token: 'act.new',
  expires_in: 7200,
  open_id: '-open-id',
  refresh_expires_in: 15_552_000,
  refresh_token: 'rft.new',
  scope: 'user.info.basic,video.publish',
  token_type: 'Bearer',
})
const grant = {
  accessToken: 'act.new',
  refreshToken: 'rft.new',
  expiresInSeconds: 7200,
  refreshTokenExpiresInSeconds: 15_552_000,
  userId: '-open-id',
  scopes: ['user.info.basic', 'video.publish'],
}

function authorize(redirectUri: string, codeChallenge = 'challenge', more = {}) {
  const url = new URL(
    oauth.authorizeUrl({
      settings: { ...settings, ...more },
      redirectUri,
      state: 'st&te',
      codeChallenge,
    }),
  )
  return { url, query: Object.fromEntries(url.searchParams) }
}

t.test('the browser goes to TikTok with client_key and scopes with commas', async (t) => {
  const { url, query } = authorize(web)
  t.equal(url.origin + url.pathname, 'https://www.tiktok.com/v2/auth/authorize/')
  t.same(query, {
    client_key: 'key',
    scope:
      'user.info.basic,video.publish,video.upload,user.info.profile,user.info.stats,video.list',
    response_type: 'code',
    redirect_uri: web,
    state: 'st&te',
  })
  t.notMatch(url.href, /secret/)
})

t.test('only the permissions that the app has are asked for', async (t) => {
  const { query } = authorize(web, 'x', { scopes: ['user.info.basic', 'video.upload'] })
  t.equal(query['scope'], 'user.info.basic,video.upload')
})

t.test(
  'a desktop app sends the challenge in hex, since TikTok does not read base64url',
  async (t) => {
    const digest = createHash('sha256').update('verifier')
    const base64url = digest.copy().digest('base64url')
    const { query } = authorize(desktop, base64url)
    t.equal(query['code_challenge'], digest.digest('hex'))
    t.equal(query['code_challenge_method'], 'S256')
  },
)

t.test(
  'every scope says what does not work without it; one that is not asked for is none',
  async (t) => {
    for (const { name, without } of scopesOf(oauth, settings)) t.match(without, /^[A-Z].*\.$/, name)
    const asked = ['user.info.basic', 'video.upload']
    const scopes = scopesOf(oauth, { ...settings, scopes: asked })
    t.same(
      scopes.map(({ name }) => name),
      asked,
    )
  },
)

t.test('the code is exchanged with the verifier only where there was a challenge', async (t) => {
  const form = { ...client, code: 'c0de*', grant_type: 'authorization_code' }
  const rows = [
    [web, { ...form, redirect_uri: web }],
    [desktop, { ...form, redirect_uri: desktop, code_verifier: 'verifier' }],
  ] as const
  for (const [redirectUri, wanted] of rows) {
    const request = { method: 'POST' as const, url: tokenUrl, form: wanted }
    const http = scriptedHttp(t, { request, answer: granted })
    const input = { code: 'c0de*', redirectUri, codeVerifier: 'verifier' }
    t.same(await oauth.exchange({ http, settings }, input), grant)
  }
})

t.test('a refresh brings the next pair, and an empty answer invents nothing', async (t) => {
  const form = { ...client, grant_type: 'refresh_token', refresh_token: 'rft.old' }
  const request = { method: 'POST' as const, url: tokenUrl, form }
  const whole = scriptedHttp(t, { request, answer: granted })
  t.same(await oauth.refresh?.({ http: whole, settings }, tokens), grant)
  for (const refresh_token of [undefined, '', null]) {
    const answer = json(200, { access_token: 'act.new', refresh_token, log_id: '2026' })
    const http = scriptedHttp(t, { request, answer })
    t.same(await oauth.refresh?.({ http, settings }, tokens), {
      accessToken: 'act.new',
      scopes: [],
    })
  }
})

const flat = (status: number, error: string) =>
  json(status, { error, error_description: 'Words.', log_id: '2026' })

t.test('every error of tiktok.md 1.6 has its meaning, also with status 200', async (t) => {
  const rows: [ConnectorResponse, string][] = [
    [flat(400, 'invalid_grant'), 'reauth'],
    [flat(200, 'invalid_grant'), 'reauth'],
    [flat(400, 'access_denied'), 'reauth'],
    [flat(401, 'invalid_client'), 'app_config'],
    [flat(400, 'invalid_client'), 'app_config'],
    [flat(400, 'unauthorized_client'), 'app_config'],
    [flat(400, 'invalid_scope'), 'app_config'],
    [flat(400, 'invalid_request'), 'transient'],
    [flat(400, 'unsupported_grant_type'), 'transient'],
    [flat(400, 'unsupported_response_type'), 'transient'],
    [flat(500, 'server_error'), 'transient'],
    [flat(401, 'server_error'), 'transient'],
    [flat(200, 'temporarily_unavailable'), 'transient'],
    [raw(401), 'app_config'],
    [refusal(429, 'rate_limit_exceeded'), 'rate_limited'],
    [raw(500), 'transient'],
    [raw(200, '<html>'), 'transient'],
    [raw(200), 'transient'],
  ]
  for (const [answer, kind] of rows) {
    const http = always(answer)
    const failure = await failureOf(Promise.resolve(oauth.refresh?.({ http, settings }, tokens)))
    t.equal(failure.kind, kind, `${answer.status} ${answer.text}`)
    t.notMatch(JSON.stringify(failure.details), /rft\.|"secret"/, 'no secrets')
    const input = { code: 'c', redirectUri: web, codeVerifier: 'v' }
    t.equal((await failureOf(oauth.exchange({ http, settings }, input))).kind, kind)
  }
})

t.test('the grant is given back, and a dead one counts as given back', async (t) => {
  const request = {
    method: 'POST' as const,
    url: 'https://open.tiktokapis.com/v2/oauth/revoke/',
    form: { ...client, token: 'act.old' },
  }
  for (const answer of [raw(200), flat(400, 'invalid_grant')]) {
    await oauth.revoke?.({ http: scriptedHttp(t, { request, answer }), settings }, tokens)
  }
  const http = scriptedHttp(t, { request, answer: flat(200, 'invalid_client') })
  const failure = await failureOf(Promise.resolve(oauth.revoke?.({ http, settings }, tokens)))
  t.equal(failure.kind, 'app_config')
})

function always(answer: ConnectorResponse): ConnectorHttp {
  return { request: () => Promise.resolve(answer) }
}
