import { sentCode } from '@t21/plugin-kit/sandbox/testing'
import t from 'tap'
import {
  allScopes,
  at,
  authorizeQuery,
  basic,
  callback,
  createLab,
  signInFor,
  textAt,
  type Lab,
} from '../support/lab.ts'

const verifier = 'a-verifier'

async function codeFor(lab: Lab, replaced: Record<string, string> = {}): Promise<string> {
  const query = authorizeQuery({ sandbox_approve: 'alice', ...replaced }, verifier)
  return sentCode(await lab.call('GET', `x.com/i/oauth2/authorize?${query}`))
}

function exchange(code: string): Record<string, string> {
  return {
    grant_type: 'authorization_code',
    code,
    redirect_uri: callback,
    code_verifier: verifier,
  }
}

t.test('a person sees the accounts to click and the way out', async (t) => {
  const lab = createLab()
  const { status, html = '' } = await lab.call(
    'GET',
    `x.com/i/oauth2/authorize?${authorizeQuery({})}`,
  )

  t.equal(status, 200)
  t.match(html, /sandbox_approve=demo_brand/)
  t.match(html, /sandbox_cancel=1/)
})

t.test('what the app put into the address cannot break out of the page', async (t) => {
  const lab = createLab()
  const query = authorizeQuery({ state: '"><script>alert(1)</script>' })
  const { html = '' } = await lab.call('GET', `x.com/i/oauth2/authorize?${query}`)

  t.notMatch(html, '<script>')
  t.notMatch(html, 'value=""')
})

t.test('a click sends the person back with state and code', async (t) => {
  const lab = createLab()
  for (const address of ['x.com/i/oauth2/authorize', 'api.x.com/2/oauth2/authorize']) {
    const query = authorizeQuery({ sandbox_approve: 'alice' })
    const { status, headers } = await lab.call('GET', `${address}?${query}`)
    const location = new URL(headers?.['location'] ?? 'x:')

    t.equal(status, 302)
    t.equal(location.origin + location.pathname, callback)
    t.equal(location.searchParams.get('state'), 'a-state')
    t.ok(location.searchParams.get('code'))
  }
})

t.test('who cancels is sent back with access_denied', async (t) => {
  const lab = createLab()
  const query = authorizeQuery({ sandbox_cancel: '1' })
  const { headers } = await lab.call('GET', `x.com/i/oauth2/authorize?${query}`)

  t.equal(headers?.['location'], `${callback}?error=access_denied&state=a-state`)
})

t.test('a wrong authorization request is shown to the person and never redirected', async (t) => {
  const lab = createLab()
  const wrong = [
    { response_type: 'token' },
    { client_id: 'somebody-else' },
    { redirect_uri: 'javascript:alert(1)' },
    { redirect_uri: '/callback' },
    { scope: 'tweet.read everything' },
    { scope: '' },
    { state: '' },
    { state: 's'.repeat(501) },
    { code_challenge: '' },
    { code_challenge_method: 'md5' },
    { sandbox_approve: 'not a handle' },
  ]
  for (const replaced of wrong) {
    const query = authorizeQuery({ sandbox_approve: 'alice', ...replaced })
    const {
      status,
      headers,
      html = '',
    } = await lab.call('GET', `x.com/i/oauth2/authorize?${query}`)

    t.equal(status, 400, JSON.stringify(replaced))
    t.equal(headers?.['location'], undefined)
    t.match(html, Object.keys(replaced)[0])
  }
})

t.test('a code buys tokens: as a form and as JSON', async (t) => {
  const lab = createLab()
  const bodies = [
    { form: exchange(await codeFor(lab)) },
    { json: { ...exchange(await codeFor(lab)), client_id: 'sandbox-client', client_secret: 'x' } },
  ]
  for (const body of bodies) {
    const { status, json } = await lab.call('POST', '/2/oauth2/token', {
      headers: { authorization: basic },
      ...body,
    })

    t.equal(status, 200)
    t.match(json, { token_type: 'bearer', expires_in: 7200, scope: allScopes })
    t.type(at(json, 'refresh_token'), 'string')
  }
})

t.test('without offline.access there is no refresh token', async (t) => {
  const { json } = await signInFor(createLab(), 'alice', 'tweet.read users.read')

  t.notOk(at(json, 'refresh_token'))
})

t.test(
  'a code is worth nothing a second time, after 30 seconds, or for another address',
  async (t) => {
    const lab = createLab()
    const refused = {
      error: 'invalid_request',
      error_description: 'Value passed for the authorization code was invalid.',
    }
    async function redeem(form: Record<string, string>): Promise<unknown> {
      const { status, json } = await lab.call('POST', '/2/oauth2/token', {
        headers: { authorization: basic },
        form,
      })
      return status === 400 ? json : 'accepted'
    }

    const twice = await codeFor(lab)
    t.equal(await redeem(exchange(twice)), 'accepted')
    t.strictSame(await redeem(exchange(twice)), refused)

    const inTime = await codeFor(lab)
    lab.advance(29)
    t.equal(await redeem(exchange(inTime)), 'accepted')

    const late = await codeFor(lab)
    lab.advance(30)
    t.strictSame(await redeem(exchange(late)), refused)

    const elsewhere = { ...exchange(await codeFor(lab)), redirect_uri: `${callback}/` }
    t.strictSame(await redeem(elsewhere), refused)

    t.strictSame(await redeem({ ...exchange(await codeFor(lab)), code_verifier: 'other' }), {
      error: 'invalid_request',
      error_description: 'Value passed for the code verifier did not match the code challenge.',
    })
  },
)

t.test('a plain challenge is the verifier itself', async (t) => {
  const lab = createLab()
  const code = await codeFor(lab, { code_challenge_method: 'plain', code_challenge: verifier })
  const { status } = await lab.call('POST', '/2/oauth2/token', {
    headers: { authorization: basic },
    form: exchange(code),
  })

  t.equal(status, 200)
})

t.test('the app has to prove who it is', async (t) => {
  const lab = createLab()
  const form = { grant_type: 'refresh_token', refresh_token: 'x' }
  const wrongSecret = `Basic ${Buffer.from('sandbox-client:wrong').toString('base64')}`
  const stranger = `Basic ${Buffer.from('stranger:sandbox-secret').toString('base64')}`
  const missing = {
    error: 'unauthorized_client',
    error_description: 'Missing valid authorization header',
  }

  const nameless = await lab.call('POST', '/2/oauth2/token', { form })
  t.equal(nameless.status, 400)
  t.match(nameless.json, { error_description: 'Missing required parameter [client_id].' })

  const noSecret = await lab.call('POST', '/2/oauth2/token', {
    form: { ...form, client_id: 'sandbox-client', client_secret: 'sandbox-secret' },
  })
  t.equal(noSecret.status, 401)
  t.strictSame(noSecret.json, missing)

  const wrong = await lab.call('POST', '/2/oauth2/token', {
    headers: { authorization: wrongSecret },
    form,
  })
  t.equal(wrong.status, 401)
  t.strictSame(wrong.json, missing)

  const unknown = await lab.call('POST', '/2/oauth2/token', {
    headers: { authorization: stranger },
    form,
  })
  t.equal(unknown.status, 401)
  t.match(unknown.json, { error: 'invalid_client' })
})

t.test('a public app names itself and needs no secret', async (t) => {
  const lab = createLab()
  const code = await codeFor(lab, { client_id: 'sandbox-public-client' })
  const { status } = await lab.call('POST', '/2/oauth2/token', {
    form: { ...exchange(code), client_id: 'sandbox-public-client' },
  })

  t.equal(status, 200)
})

async function refresh(lab: Lab, token: string): Promise<{ status: number; json?: unknown }> {
  return await lab.call('POST', '/2/oauth2/token', {
    headers: { authorization: basic },
    form: { grant_type: 'refresh_token', refresh_token: token },
  })
}

t.test('a refresh token is good once, and its second use kills the whole family', async (t) => {
  const lab = createLab()
  const bystander = await lab.signIn('bob')
  const first = await signInFor(lab, 'alice')
  const second = await refresh(lab, textAt(first.json, 'refresh_token'))
  t.equal(second.status, 200)
  t.not(at(second.json, 'refresh_token'), at(first.json, 'refresh_token'))
  const living = textAt(second.json, 'access_token')
  t.equal((await lab.call('GET', '/2/users/me', { token: living })).status, 200)

  const reused = await refresh(lab, textAt(first.json, 'refresh_token'))

  t.equal(reused.status, 400)
  t.strictSame(reused.json, {
    error: 'invalid_request',
    error_description: 'Value passed for the token was invalid.',
  })
  t.equal((await refresh(lab, textAt(second.json, 'refresh_token'))).status, 400)
  t.equal((await lab.call('GET', '/2/users/me', { token: living })).status, 401)
  t.equal((await lab.call('GET', '/2/users/me', { token: bystander })).status, 200)
})

t.test('an access token lives two hours', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')
  lab.advance(7199)
  t.equal((await lab.call('GET', '/2/users/me', { token })).status, 200)
  lab.advance(1)
  const { status, headers, json } = await lab.call('GET', '/2/users/me', { token })

  t.equal(status, 401)
  t.equal(headers?.['content-type'], 'application/problem+json')
  t.strictSame(json, {
    title: 'Unauthorized',
    detail: 'Unauthorized',
    type: 'about:blank',
    status: 401,
  })
})

t.test(
  'revoking a refresh token ends the consent; revoking an access token ends that one',
  async (t) => {
    const lab = createLab()
    const tokens = await signInFor(lab, 'alice')
    const access = textAt(tokens.json, 'access_token')
    const other = await lab.signIn('alice')
    async function revoke(token: string): Promise<void> {
      const { status, json } = await lab.call('POST', '/2/oauth2/revoke', {
        headers: { authorization: basic },
        form: { token },
      })
      t.equal(status, 200)
      t.strictSame(json, { revoked: true })
    }

    await revoke(access)
    t.equal((await lab.call('GET', '/2/users/me', { token: access })).status, 401)
    const renewed = await refresh(lab, textAt(tokens.json, 'refresh_token'))
    t.equal(renewed.status, 200)

    await revoke(textAt(renewed.json, 'refresh_token'))
    t.equal((await refresh(lab, textAt(renewed.json, 'refresh_token'))).status, 400)
    t.equal((await lab.call('GET', '/2/users/me', { token: other })).status, 200)
  },
)

t.test("the app's own token is refused where an account is needed", async (t) => {
  const lab = createLab()
  const authorization = `Basic ${Buffer.from('sandbox-api-key:sandbox-api-secret').toString('base64')}`
  const { json } = await lab.call('POST', '/oauth2/token', {
    headers: { authorization },
    form: { grant_type: 'client_credentials' },
  })
  const token = textAt(json, 'access_token')
  const refused = await lab.call('GET', '/2/users/me', { token })

  t.equal(refused.status, 403)
  t.match(textAt(refused.json, 'type'), /\/problems\/unsupported-authentication$/)
  t.equal((await lab.call('GET', '/2/tweets?ids=1', { token })).status, 200)
})
