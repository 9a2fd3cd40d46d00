import { createHmac } from 'node:crypto'
import { textAt } from '@t21/plugin-kit/sandbox/testing'
import t from 'tap'
import { app, createLab } from '../support/lab.ts'
import { longToken } from '../testing/index.ts'
import { hubHandshake, signedRequest, signedWebhook } from './signing.ts'

t.test('a webhook is signed over its raw bytes, which escape what JSON need not', async (t) => {
  const { body, headers } = signedWebhook(app, { message: 'Größe 😀 a/b' })
  t.equal(body, '{"message":"Gr\\u00f6\\u00dfe \\ud83d\\ude00 a\\/b"}')
  t.strictSame(JSON.parse(body), { message: 'Größe 😀 a/b' })
  const right = createHmac('sha256', app.secret).update(body).digest('hex')
  t.equal(headers['x-hub-signature-256'], `sha256=${right}`)
})

t.test('the handshake accepts the challenge and nothing else', async (t) => {
  const { query, accepts } = hubHandshake(app)
  const challenge = query['hub.challenge'] ?? ''
  t.match(query, { 'hub.mode': 'subscribe', 'hub.verify_token': 'verify-me' })
  t.ok(accepts({ status: 200, text: challenge }))
  t.notOk(accepts({ status: 200, text: `"${challenge}"` }))
  t.notOk(accepts({ status: 403, text: challenge }))
})

t.test('a signed request verifies over its second part', async (t) => {
  const [signature = '', payload = ''] = signedRequest(app, '17', 1_700_000_000).split('.')
  t.equal(signature, createHmac('sha256', app.secret).update(payload).digest('base64url'))
  t.strictSame(JSON.parse(Buffer.from(payload, 'base64url').toString()), {
    user_id: '17',
    algorithm: 'HMAC-SHA256',
    issued_at: 1_700_000_000,
  })
})

t.test('subscribing a page replaces its fields; those of Instagram are refused', async (t) => {
  const lab = createLab()
  const person = await longToken(lab, app, 'alice')
  const accounts = await lab.call('GET', '/v25.0/me/accounts', { token: person })
  const token = textAt(accounts.json, 'data', 0, 'access_token')
  const path = `/v25.0/${textAt(accounts.json, 'data', 0, 'id')}/subscribed_apps`
  for (const fields of ['feed,mention', 'feed']) {
    const form = { subscribed_fields: fields }
    t.match(await lab.call('POST', path, { token, form }), { json: { success: true } })
  }
  t.match((await lab.call('GET', path, { token })).json, {
    data: [{ id: app.id, name: app.name, subscribed_fields: ['feed'] }],
  })
  t.match(await lab.call('POST', path, { token, form: { subscribed_fields: 'comments' } }), {
    status: 400,
    json: { error: { code: 100 } },
  })
  t.match(await lab.call('GET', path, { token: person }), { json: { error: { code: 210 } } })
  await lab.call('DELETE', path, { token })
  t.strictSame((await lab.call('GET', path, { token })).json, { data: [] })
})
