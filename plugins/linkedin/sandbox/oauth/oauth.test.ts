import { sentBack } from '@t21/plugin-kit/sandbox/testing'
import t from 'tap'
import {
  at,
  authorizeQuery,
  callback,
  codeFor,
  community,
  createLab,
  legacy,
  selfServe,
  signInFor,
  textAt,
  token,
  type App,
  type Lab,
} from '../support/lab.ts'

const day = 24 * 60 * 60

function secretsOf({ id, secret }: App): Record<string, string> {
  return { client_id: id, client_secret: secret }
}

function exchange(code: string, app: App = community): Record<string, string> {
  return { grant_type: 'authorization_code', code, redirect_uri: callback, ...secretsOf(app) }
}

async function consent(lab: Lab, query: string): Promise<{ status: number; location: URL }> {
  const answer = await lab.call('GET', `www.linkedin.com/oauth/v2/authorization?${query}`)
  return { status: answer.status, location: sentBack(answer) }
}

t.test('a person sees the members to click and the way out, and nothing breaks out', async (t) => {
  const lab = createLab()
  const query = authorizeQuery(community, { state: '"><script>' })
  const { status, html = '' } = await lab.call(
    'GET',
    `www.linkedin.com/oauth/v2/authorization?${query}`,
  )
  t.equal(status, 200)
  t.match(html, /sandbox_approve=demo-brand/)
  t.match(html, /sandbox_cancel=1/)
  t.notMatch(html, '<script>')
})

t.test('a click sends the person back with code and state', async (t) => {
  const { status, location } = await consent(
    createLab(),
    authorizeQuery(community, { sandbox_approve: 'alice' }),
  )
  t.equal(status, 302)
  t.equal(location.origin + location.pathname, callback)
  t.equal(location.searchParams.get('state'), 'a-state')
  t.ok(location.searchParams.get('code'))
})

t.test('who cancels is sent back with the reason', async (t) => {
  const lab = createLab()
  for (const [value, error] of [
    ['1', 'user_cancelled_authorize'],
    ['login', 'user_cancelled_login'],
  ]) {
    const query = authorizeQuery(community, { sandbox_cancel: value ?? '' })
    const { location } = await consent(lab, query)
    t.equal(location.searchParams.get('error'), error)
    t.equal(location.searchParams.get('state'), 'a-state')
  }
})

t.test('a scope without its product is refused through the callback', async (t) => {
  const lab = createLab()
  const asked: [App, string][] = [
    [selfServe, 'w_organization_social'],
    [community, 'r_member_social'],
  ]
  for (const [app, scope] of asked) {
    const query = authorizeQuery(app, { scope: `openid ${scope}`, sandbox_approve: 'alice' })
    const { location } = await consent(lab, query)
    t.equal(location.searchParams.get('error'), 'unauthorized_scope_error')
    t.match(location.searchParams.get('error_description'), scope)
    t.equal(location.searchParams.get('code'), null)
  }
})

t.test('a wrong authorization request is shown and never redirected', async (t) => {
  const lab = createLab()
  const wrong = [
    { client_id: 'nobody' },
    { redirect_uri: '/callback' },
    { redirect_uri: 'javascript:alert(1)' },
    { response_type: 'token' },
    { scope: '' },
    { code_challenge: 'x', code_challenge_method: 'plain' },
    { sandbox_approve: 'no handle' },
  ]
  for (const replaced of wrong) {
    const query = authorizeQuery(community, { sandbox_approve: 'alice', ...replaced })
    const { status, location } = await consent(lab, query)
    t.equal(status, 400, JSON.stringify(replaced))
    t.equal(location.href, 'x:')
  }
})

t.test('a code buys tokens; only an approved app gets a refresh token', async (t) => {
  const lab = createLab()
  const approved = await signInFor(lab, 'alice', community)
  const plain = await signInFor(lab, 'alice', selfServe)
  t.match(approved.json, {
    expires_in: 60 * day,
    refresh_token_expires_in: 365 * day,
    token_type: 'Bearer',
  })
  t.match(plain.json, { expires_in: 60 * day, scope: 'email,openid,profile,w_member_social' })
  t.equal(at(plain.json, 'refresh_token'), undefined)
})

t.test('a code is good once, for half an hour, for its app and its callback', async (t) => {
  const lab = createLab()
  const code = await codeFor(lab, 'alice')
  t.equal((await token(lab, exchange(code))).status, 200)
  t.match(await token(lab, exchange(code)), {
    status: 401,
    json: { error: 'invalid_request', error_description: /authorization code not found/ },
  })
  const late = await codeFor(lab, 'alice')
  lab.advance(30 * 60)
  const mismatched = [
    exchange(late),
    { ...exchange(await codeFor(lab, 'alice')), redirect_uri: `${callback}/` },
    exchange(await codeFor(lab, 'alice'), legacy),
    exchange(
      await codeFor(lab, 'alice', community, {
        code_challenge: 'abc',
        code_challenge_method: 'S256',
      }),
    ),
  ]
  for (const form of mismatched) {
    t.match(await token(lab, form), { status: 400, json: { error: 'invalid_redirect_uri' } })
  }
})

t.test('the secret stands in the body, and what is missing is named', async (t) => {
  const lab = createLab()
  const { client_secret: _, ...without } = exchange(await codeFor(lab, 'alice'))
  t.match(await token(lab, without), {
    status: 400,
    json: {
      error: 'invalid_request',
      error_description: 'A required parameter "client_secret" is missing',
    },
  })
  const basic = `Basic ${Buffer.from('sandbox-client:sandbox-secret').toString('base64')}`
  const answer = await lab.call('POST', 'www.linkedin.com/oauth/v2/accessToken', {
    headers: { authorization: basic },
    form: { grant_type: 'authorization_code', code: 'x', redirect_uri: callback },
  })
  t.match(answer, { status: 400, json: { error_description: /client_id/ } })
  const wrong = { ...exchange('x'), client_secret: 'guess' }
  t.match(await token(lab, wrong), { status: 401, json: { error: 'invalid_client' } })
})

t.test('a refresh token stays the same, and its life counts down', async (t) => {
  const lab = createLab()
  const first = await signInFor(lab, 'alice')
  const refreshToken = textAt(first.json, 'refresh_token')
  const form = { grant_type: 'refresh_token', refresh_token: refreshToken, ...secretsOf(community) }
  lab.advance(100 * day)
  for (const _ of [1, 2]) {
    t.match(await token(lab, form), {
      status: 200,
      json: {
        expires_in: 60 * day,
        refresh_token: refreshToken,
        refresh_token_expires_in: 265 * day,
      },
    })
  }
  lab.advance(265 * day)
  t.match(await token(lab, form), {
    status: 400,
    json: { error: 'invalid_grant', error_description: /invalid, expired or revoked/ },
  })
  t.match(await token(lab, { ...form, refresh_token: 'guess' }), {
    status: 400,
    json: { error: 'invalid_request' },
  })
})

t.test('consent to other scopes ends what the member gave to the app before', async (t) => {
  const lab = createLab()
  const before = await lab.signIn('alice')
  const other = await lab.signIn('bob')
  const same = await lab.signIn('alice')
  for (const token of [before, same, other]) {
    t.equal((await lab.call('GET', '/v2/userinfo', { token })).status, 200)
  }
  await lab.signIn('alice', { ...community, scope: 'openid profile' })
  for (const token of [before, same]) {
    t.match(await lab.call('GET', '/v2/userinfo', { token }), {
      status: 401,
      json: { serviceErrorCode: 65_601, code: 'REVOKED_ACCESS_TOKEN' },
    })
  }
  t.equal((await lab.call('GET', '/v2/userinfo', { token: other })).status, 200)
})

t.test('each way of a token to be worth nothing has its own 401', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')
  const expected: [object, string][] = [
    [{}, 'EMPTY_ACCESS_TOKEN'],
    [{ token: 'guess' }, 'INVALID_ACCESS_TOKEN'],
  ]
  for (const [options, code] of expected) {
    t.match(await lab.call('GET', '/v2/userinfo', options), { status: 401, json: { code } })
  }
  lab.advance(60 * day)
  t.match(await lab.call('GET', '/v2/userinfo', { token }), {
    status: 401,
    json: { code: 'EXPIRED_ACCESS_TOKEN', message: 'The token used in the request has expired' },
  })
})

t.test('revoking a refresh token ends its grant; introspection tells', async (t) => {
  const lab = createLab()
  const { json } = await signInFor(lab, 'alice')
  const access = textAt(json, 'access_token')
  async function introspected(value: string): Promise<unknown> {
    const form = { ...secretsOf(community), token: value }
    return (await lab.call('POST', 'www.linkedin.com/oauth/v2/introspectToken', { form })).json
  }
  t.match(await introspected(access), {
    active: true,
    status: 'active',
    client_id: community.id,
    auth_type: '3L',
    expires_at: lab.context.now().getTime() / 1000 + 60 * day,
  })
  const form = { ...secretsOf(community), token: textAt(json, 'refresh_token') }
  const revoked = await lab.call('POST', 'www.linkedin.com/oauth/v2/revoke', { form })
  t.equal(revoked.status, 200)
  t.match(await introspected(access), { active: false, status: 'revoked' })
  t.strictSame(await introspected('guess'), { active: false })
})

t.test('a fresh token is not known everywhere for some seconds', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('fresh-fred')
  t.equal((await lab.call('GET', '/v2/userinfo', { token })).status, 401)
  lab.advance(3)
  t.equal((await lab.call('GET', '/v2/userinfo', { token })).status, 200)
})
