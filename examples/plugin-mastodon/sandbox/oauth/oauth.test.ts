import t from 'tap'
import { at, textAt } from '@t21/plugin-kit/sandbox/testing'
import {
  allScopes,
  authorizeQuery,
  callback,
  consent,
  createLab,
  exchange,
  publish,
  signIn,
} from '../support/lab.ts'

t.test(
  'the consent page shows the application, what it asks for, and accounts to choose',
  async (t) => {
    const { status, html } = await createLab().call('GET', `/oauth/authorize?${authorizeQuery({})}`)
    t.equal(status, 200)
    t.match(html, /T21<\/b> would like permission/)
    t.match(html, /write:media/)
    t.match(html, /sandbox_approve=demo_brand/)
    t.match(html, /sandbox_cancel=1/)
  },
)

t.test('a code is exchanged once, for a token that does not expire', async (t) => {
  const lab = createLab()
  const code = await consent(lab, 'ada')
  const answer = await exchange(lab, code)
  t.match(answer, { status: 200, json: { token_type: 'Bearer', scope: allScopes } })
  t.equal(at(answer.json, 'expires_in'), undefined)
  t.equal(at(answer.json, 'refresh_token'), undefined)
  t.match(await exchange(lab, code), { status: 400, json: { error: 'invalid_grant' } })
})

t.test(
  'a code is worth nothing after ten minutes, elsewhere, or without its verifier',
  async (t) => {
    const lab = createLab()
    const refused = { status: 400, json: { error: 'invalid_grant' } }
    for (const wrong of [
      { redirect_uri: 'https://other.example/' },
      { code_verifier: 'another-verifier' },
      { code: 'nonsense' },
    ]) {
      t.match(await exchange(lab, await consent(lab, 'ada'), wrong), refused)
    }
    const late = await consent(lab, 'ada')
    lab.advance(600)
    t.match(await exchange(lab, late), refused)
  },
)

t.test('a wrong secret or application is invalid_client', async (t) => {
  const lab = createLab()
  for (const wrong of [{ client_secret: 'wrong' }, { client_id: 'unknown' }]) {
    t.match(await exchange(lab, await consent(lab, 'ada'), wrong), {
      status: 401,
      json: { error: 'invalid_client' },
    })
  }
})

t.test('what is asked wrongly gets a page, and no redirect', async (t) => {
  const lab = createLab()
  for (const wrong of [
    { client_id: 'unknown' },
    { redirect_uri: 'not-an-address' },
    { response_type: 'token' },
    { scope: 'read everything' },
    { scope: 'push' },
    { code_challenge_method: 'plain' },
  ]) {
    const answer = await lab.call(
      'GET',
      `/oauth/authorize?${authorizeQuery({ sandbox_approve: 'ada', ...wrong })}`,
    )
    t.equal(answer.status, 400, JSON.stringify(wrong))
  }
})

t.test('somebody who refuses comes back with access_denied and the state', async (t) => {
  const query = authorizeQuery({ sandbox_cancel: '1' })
  const answer = await createLab().call('GET', `/oauth/authorize?${query}`)
  t.match(answer.headers?.['location'], /error=access_denied.*state=a-state/)
})

t.test(
  'an application is registered by anybody, and may come back to its own addresses alone',
  async (t) => {
    const lab = createLab()
    const form = { client_name: 'Mine', redirect_uris: callback, scopes: 'read write' }
    const { json } = await lab.call('POST', '/api/v1/apps', { form })
    const client_id = textAt(json, 'client_id')
    const code = await consent(lab, 'ada', { client_id })
    const client_secret = textAt(json, 'client_secret')
    t.equal((await exchange(lab, code, { client_id, client_secret })).status, 200)
    t.equal(await consent(lab, 'ada', { client_id, redirect_uri: `${callback}/more` }), '')
    t.equal(
      (await lab.call('POST', '/api/v1/apps', { form: { redirect_uris: callback } })).status,
      422,
    )
  },
)

t.test(
  'a revoked token is worth nothing; revoking again succeeds, and for another application fails',
  async (t) => {
    const lab = createLab()
    const token = await signIn(lab)
    const app = { client_id: 'sandbox-client', client_secret: 'sandbox-secret' }
    const revoke = (form: Record<string, string>) => lab.call('POST', '/oauth/revoke', { form })
    t.match(await revoke({ ...app, client_secret: 'x', token }), {
      status: 403,
      json: { error: 'unauthorized_client' },
    })
    t.equal((await publish(lab, token, { status: 'Still there' })).status, 200)
    t.same(await revoke({ ...app, token }), { status: 200, json: {} })
    t.equal((await revoke({ ...app, token })).status, 200)
    t.match(await publish(lab, token, { status: 'x' }), {
      status: 401,
      json: { error: 'The access token was revoked' },
    })
  },
)

t.test("an application's own token knows no account", async (t) => {
  const lab = createLab()
  const answer = await exchange(lab, '', { grant_type: 'client_credentials', scope: 'read write' })
  t.match(await publish(lab, textAt(answer.json, 'access_token'), { status: 'x' }), {
    status: 422,
    json: { error: 'This method requires an authenticated user' },
  })
})
