import t from 'tap'
import {
  allScopes,
  at,
  authorizeAddress,
  callback,
  codeFor,
  consent,
  createLab,
  hexChallenge,
  signInFor,
  textAt,
  token,
  verifier,
  type Lab,
} from '../support/lab.ts'

const exchange = { grant_type: 'authorization_code', redirect_uri: callback }

t.test('a person sees scopes to untick, accounts to click and the way out', async (t) => {
  const { status, html = '' } = await createLab().call('GET', authorizeAddress({}))

  t.equal(status, 200)
  t.match(html, /name="sandbox_approve" value="demo_brand"/)
  t.match(html, /name="sandbox_scopes" value="video.publish" checked>/)
  t.match(html, /value="user.info.basic" checked disabled>/)
  t.match(html, /sandbox_cancel=1/)
})

t.test('what the app put into the address cannot break out of the page', async (t) => {
  const address = authorizeAddress({ state: '"><script>alert(1)</script>' })
  const { html = '' } = await createLab().call('GET', address)

  t.notMatch(html, '<script>')
})

t.test('a click sends the person back with code, scopes and state', async (t) => {
  const back = await consent(createLab(), { sandbox_approve: 'alice' })

  t.equal(back.origin + back.pathname, callback)
  t.equal(back.searchParams.get('state'), 'a-state')
  t.equal(back.searchParams.get('scopes'), allScopes)
  t.match(back.searchParams.get('code'), /\*.*!/)
  t.match(back.search, '%21')
})

t.test('a person may untick scopes, all but the basic one', async (t) => {
  const lab = createLab()
  const some = { sandbox_approve: 'alice', sandbox_scopes: 'video.publish' }
  const back = await consent(lab, some)
  const { json } = await token(lab, { ...exchange, code: back.searchParams.get('code') ?? '' })

  t.equal(back.searchParams.get('scopes'), 'user.info.basic,video.publish')
  t.equal(at(json, 'scope'), 'user.info.basic,video.publish')
  const none = await consent(lab, { sandbox_approve: 'alice', sandbox_scopes: '' })
  t.equal(none.searchParams.get('scopes'), 'user.info.basic')
})

t.test('who cancels is sent back with access_denied', async (t) => {
  const back = await consent(createLab(), { sandbox_cancel: '1' })

  t.equal(back.searchParams.get('error'), 'access_denied')
  t.equal(back.searchParams.get('state'), 'a-state')
  t.ok(back.searchParams.get('error_description'))
})

t.test('a wrong authorization request is shown to the person and never redirected', async (t) => {
  const wrong: Record<string, string>[] = [
    { client_key: 'somebody-else' },
    { response_type: 'token' },
    { redirect_uri: '/callback' },
    { redirect_uri: `${callback}?query=1` },
    { redirect_uri: `${callback}#fragment` },
    { redirect_uri: `https://example.com/${'x'.repeat(500)}` },
    { scope: 'video.publish video.upload' },
    { scope: 'everything' },
    { state: '' },
    { code_challenge_method: 'plain', code_challenge: hexChallenge },
    { code_challenge: 'x', client_key: 'sandbox-desktop' },
    { redirect_uri: 'https://example.com/back', client_key: 'sandbox-desktop' },
    { sandbox_approve: 'not a handle' },
  ]
  for (const replaced of wrong) {
    const address = authorizeAddress({ sandbox_approve: 'alice', ...replaced })
    const { status, headers, html = '' } = await createLab().call('GET', address)

    t.equal(status, 400, JSON.stringify(replaced))
    t.equal(headers?.['location'], undefined)
    t.match(html, Object.keys(replaced)[0])
  }
})

t.test('a code buys tokens, flat, for two hours and for 180 days', async (t) => {
  const { status, json } = await signInFor(createLab(), 'alice')

  t.equal(status, 200)
  t.match(json, { expires_in: 7200, refresh_expires_in: 15_552_000, token_type: 'Bearer' })
  t.match(json, { scope: allScopes, open_id: /^-000/ })
  t.match(json, { access_token: /^act\./, refresh_token: /^rft\./ })
})

t.test('a code is worth nothing a second time, or after a minute', async (t) => {
  const lab = createLab()
  const code = await codeFor(lab)
  const late = await codeFor(lab)

  t.type(at((await token(lab, { ...exchange, code })).json, 'access_token'), 'string')
  const again = await token(lab, { ...exchange, code })
  t.equal(again.status, 200)
  t.match(again.json, { error: 'invalid_grant', error_description: String, log_id: String })
  lab.advance(60)
  t.match((await token(lab, { ...exchange, code: late })).json, { error: 'invalid_grant' })
})

t.test('the address must be the one that was asked for', async (t) => {
  const lab = createLab()
  const form = { ...exchange, code: await codeFor(lab), redirect_uri: `${callback}/` }
  const { status, json } = await token(lab, form)

  t.equal(status, 400)
  t.match(json, { error: 'invalid_request' })
})

t.test(
  'a desktop app proves itself with a hexadecimal challenge, and with nothing else',
  async (t) => {
    const lab = createLab()
    const base64url = Buffer.from(hexChallenge, 'hex').toString('base64url')
    async function walk(challenge: string, form: Record<string, string>): Promise<unknown> {
      const desktop = { client_key: 'sandbox-desktop', code_challenge: challenge }
      const code = await codeFor(lab, { ...desktop, code_challenge_method: 'S256' })
      const { json } = await token(lab, {
        ...exchange,
        client_key: 'sandbox-desktop',
        code,
        ...form,
      })
      return at(json, 'error')
    }

    t.equal(await walk(hexChallenge, { code_verifier: verifier }), undefined)
    t.equal(await walk(base64url, { code_verifier: verifier }), 'invalid_request')
    t.equal(await walk(hexChallenge.toUpperCase(), { code_verifier: verifier }), 'invalid_request')
    t.equal(await walk(hexChallenge, {}), 'invalid_request')
    const other = verifier.replace('a-', 'b-')
    t.equal(await walk(hexChallenge, { code_verifier: other }), 'invalid_request')
  },
)

t.test('the token endpoint says what is wrong with a request', async (t) => {
  const lab = createLab()
  const form = { grant_type: 'refresh_token', refresh_token: 'x' }
  const cases: [Record<string, string>, number, string][] = [
    [{ ...form, client_key: '' }, 400, 'invalid_request'],
    [{ ...form, client_key: 'stranger' }, 401, 'invalid_client'],
    [{ ...form, client_secret: 'wrong' }, 401, 'invalid_client'],
    [{ grant_type: 'password' }, 400, 'unsupported_grant_type'],
    [{ grant_type: 'client_credentials' }, 401, 'unauthorized_client'],
    [form, 400, 'invalid_grant'],
  ]
  for (const [sent, status, error] of cases) {
    const answer = await token(lab, sent)
    t.equal(answer.status, status, JSON.stringify(sent))
    t.match(answer.json, { error })
  }
  const asJson = await lab.call('POST', '/v2/oauth/token/', { json: form })
  t.match(asJson.json, { error: 'invalid_request' })
})

async function refresh(lab: Lab, refreshToken: string): ReturnType<typeof token> {
  return await token(lab, { grant_type: 'refresh_token', refresh_token: refreshToken })
}

t.test('a refresh token rotates: the old one is worth nothing, the new one is', async (t) => {
  const lab = createLab()
  const first = await signInFor(lab, 'alice')
  lab.advance(86_400)
  const second = await refresh(lab, textAt(first.json, 'refresh_token'))

  t.match(second.json, { expires_in: 7200, refresh_expires_in: 15_552_000 - 86_400 })
  t.equal(at(second.json, 'open_id'), at(first.json, 'open_id'))
  const reused = await refresh(lab, textAt(first.json, 'refresh_token'))
  t.equal(reused.status, 400)
  t.match(reused.json, { error: 'invalid_grant' })
  t.equal((await refresh(lab, textAt(second.json, 'refresh_token'))).status, 200)
})

t.test('after 180 days a person has to consent again, however often was refreshed', async (t) => {
  const lab = createLab()
  let { json } = await signInFor(lab, 'alice')
  for (const days of [100, 79]) {
    lab.advance(days * 86_400)
    json = (await refresh(lab, textAt(json, 'refresh_token'))).json
  }
  lab.advance(86_400)
  t.match((await refresh(lab, textAt(json, 'refresh_token'))).json, { error: 'invalid_grant' })
})

t.test('an access token lives two hours, and a refresh does not end it', async (t) => {
  const lab = createLab()
  const { json } = await signInFor(lab, 'alice')
  const access = textAt(json, 'access_token')
  await refresh(lab, textAt(json, 'refresh_token'))
  async function who(): Promise<number> {
    return (await lab.call('GET', '/v2/user/info/?fields=open_id', { token: access })).status
  }

  lab.advance(7199)
  t.equal(await who(), 200)
  lab.advance(1)
  t.equal(await who(), 401)
})

t.test('revoking ends the authorization with all its tokens, and answers nothing', async (t) => {
  const lab = createLab()
  const { json } = await signInFor(lab, 'alice')
  const other = await lab.signIn('bob')
  const form = {
    client_key: 'sandbox-client',
    client_secret: 'sandbox-secret',
    token: textAt(json, 'access_token'),
  }
  const revoked = await lab.call('POST', '/v2/oauth/revoke/', { form })

  t.strictSame(revoked, { status: 200 })
  t.match((await refresh(lab, textAt(json, 'refresh_token'))).json, { error: 'invalid_grant' })
  t.match(lab.webhooks[0]?.body, /authorization\.removed.*\{\\"reason\\":5\}/)
  t.equal((await lab.call('GET', '/v2/user/info/?fields=open_id', { token: other })).status, 200)
  const again = await lab.call('POST', '/v2/oauth/revoke/', { form })
  t.match(again, { status: 400, json: { error: 'invalid_request' } })
})

t.test('the address without its slash at the end is not known', async (t) => {
  const lab = createLab()
  await t.rejects(lab.call('POST', '/v2/oauth/token'), /Nothing answers/)
})
