import { createHmac } from 'node:crypto'
import { sentCode, startServer } from '@t21/plugin-kit/sandbox/testing'
import { startSandbox } from '@t21/plugin-sandbox'
import t from 'tap'
import { emulator } from '../index.ts'
import { at, callback, textAt, verifier } from '../support/lab.ts'

/** The secret with which the callback answers the challenge. */
let secret = 'sandbox-api-secret'
const asked: URLSearchParams[] = []

const sandbox = await startSandbox({ port: 0, emulators: [emulator] })
t.teardown(() => sandbox.close())
const server = await startServer(t, (request, response) => {
  const query = new URL(request.url ?? '', 'http://x').searchParams
  asked.push(query)
  const digest = createHmac('sha256', secret).update(query.get('crc_token') ?? '')
  response.end(JSON.stringify({ response_token: `sha256=${digest.digest('base64')}` }))
})
const token = textAt((await appToken('sandbox-api-secret')).body, 'access_token')

function hook(path = ''): string {
  return `${server}/hook${path}`
}

async function appToken(apiSecret: string): Promise<{ status: number; body: unknown }> {
  const pair = Buffer.from(`sandbox-api-key:${apiSecret}`).toString('base64')
  const response = await fetch(`${sandbox.url}/api.x.com/oauth2/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${pair}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  })
  return { status: response.status, body: await response.json() }
}

async function ask(
  method: string,
  path: string,
  body?: unknown,
  bearer = token,
): Promise<{ status: number; body: unknown; limit: string | null }> {
  const response = await fetch(`${sandbox.url}/api.x.com/2/${path}`, {
    method,
    headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const limit = response.headers.get('x-rate-limit-limit')
  return { status: response.status, body: await response.json(), limit }
}

/** Why a request was refused: `CrcValidationFailed`. */
function reason({ body }: { readonly body: unknown }): string {
  return textAt(body, 'errors', 0, 'message').split(':')[0] ?? ''
}

t.test('a webhook is made after its challenge, listed, checked again and taken away', async (t) => {
  t.equal((await appToken('wrong')).status, 403)
  const made = await ask('POST', 'webhooks', { url: hook() })
  t.match(made, { status: 200, limit: '450', body: { data: { url: hook(), valid: true } } })
  t.ok(asked.at(-1)?.get('crc_token'))
  const id = textAt(made.body, 'data', 'id')
  const list = await ask('GET', 'webhooks')
  t.match(list.body, { data: [{ id, url: hook(), valid: true }], meta: { result_count: 1 } })
  t.equal(reason(await ask('POST', 'webhooks', { url: hook() })), 'DuplicateUrlFailed')

  secret = 'another'
  t.equal(reason(await ask('PUT', `webhooks/${id}`)), 'CrcValidationFailed')
  t.equal(at((await ask('GET', 'webhooks')).body, 'data', 0, 'valid'), false)
  t.equal(reason(await ask('POST', 'webhooks', { url: hook('/2') })), 'CrcValidationFailed')
  secret = 'sandbox-api-secret'
  t.match(await ask('PUT', `webhooks/${id}`), { status: 200, body: { data: { valid: true } } })

  t.match((await ask('DELETE', `webhooks/${id}`)).body, { data: { deleted: true } })
  t.equal(reason(await ask('DELETE', `webhooks/${id}`)), 'WebhookIdInvalid')
  t.equal(reason(await ask('PUT', 'webhooks/7')), 'WebhookIdInvalid')
})

t.test('addresses that X does not take, and more than it takes, are refused', async (t) => {
  for (const url of [
    'http://t21.example/hook',
    'https://t21.example:8443/hook',
    'ftp://t21.example',
    'hook',
    hook(`/${'x'.repeat(200)}`),
  ]) {
    const refused = await ask('POST', 'webhooks', { url })
    t.equal(refused.status, 400)
    t.equal(reason(refused), 'UrlValidationFailed', url)
  }
  t.equal((await ask('POST', 'webhooks', { url: hook(), extra: 1 })).status, 400)
  for (const path of ['/a', '/b', '/c']) {
    t.equal((await ask('POST', 'webhooks', { url: hook(path) })).status, 200)
  }
  t.equal(reason(await ask('POST', 'webhooks', { url: hook('/d') })), 'WebhookLimitExceeded')
})

t.test('an event of an account is subscribed to once, and moved or taken away', async (t) => {
  const id = textAt((await ask('GET', 'webhooks')).body, 'data', 0, 'id')
  const body = { event_type: 'post.create', filter: { user_id: '42' }, webhook_id: id }
  t.same((await ask('GET', 'activity/subscriptions')).body, { meta: { total_subscriptions: 0 } })
  const made = await ask('POST', 'activity/subscriptions', body)
  t.match(made, { status: 200, limit: '500', body: { data: { subscription: body } } })
  t.match(await ask('POST', 'activity/subscriptions', body), {
    status: 409,
    body: { type: /problems\/conflict$/ },
  })
  const one = textAt(made.body, 'data', 'subscription', 'subscription_id')
  const changed = await ask('PUT', `activity/subscriptions/${one}`, { tag: 'mine' })
  t.match(changed.body, { data: { subscription: { ...body, tag: 'mine' } } })
  t.match((await ask('GET', 'activity/subscriptions')).body, {
    data: [{ subscription_id: one, ...body }],
    meta: { total_subscriptions: 1 },
  })
  const gone = await ask('DELETE', `activity/subscriptions/${one}`)
  t.match(gone.body, { data: { deleted: true }, meta: { total_subscriptions: 0 } })
  t.equal((await ask('DELETE', `activity/subscriptions/${one}`)).status, 404)

  const wrong = [
    { ...body, event_type: 'post.imagined' },
    { ...body, event_type: 'dm.received' },
    { ...body, filter: {} },
    { ...body, webhook_id: '7' },
    { ...body, tag: 'x'.repeat(201) },
    { ...body, extra: true },
  ]
  for (const each of wrong) {
    t.equal((await ask('POST', 'activity/subscriptions', each)).status, 400, JSON.stringify(each))
  }
})

t.test('only the app itself may ask', async (t) => {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: 'sandbox-public-client',
    redirect_uri: callback,
    scope: 'tweet.read users.read',
    state: 's',
    code_challenge: verifier,
    code_challenge_method: 'plain',
    sandbox_approve: 'ada',
  })
  const consent = await fetch(`${sandbox.url}/x.com/i/oauth2/authorize?${query.toString()}`, {
    redirect: 'manual',
  })
  const code = sentCode(consent)
  const exchanged = await fetch(`${sandbox.url}/api.x.com/2/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: 'sandbox-public-client',
      code,
      redirect_uri: callback,
      code_verifier: verifier,
    }),
  })
  const person = textAt(await exchanged.json(), 'access_token')
  for (const path of ['webhooks', 'activity/subscriptions']) {
    t.match(await ask('GET', path, undefined, person), {
      status: 403,
      body: { type: /unsupported-authentication$/, detail: /Application-Only/ },
    })
    t.equal((await ask('GET', path, undefined, 'nothing')).status, 401)
  }
})
