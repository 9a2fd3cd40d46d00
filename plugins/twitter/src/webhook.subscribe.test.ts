import t from 'tap'
import type { ConnectorRequest, ConnectorResponse } from '@t21/plugin-kit'
import { json, problem, raw, scriptedHttp, type Exchange } from '../test/scripted-http.ts'
import { call, failureOf, settings } from '../test/calls.ts'
import { connector } from './index.ts'
import type { Settings } from './settings.ts'

const configured: Settings = {
  ...settings,
  consumerKey: 'api-key',
  consumerSecret: 'api-secret',
}
const url = 'https://t21.example/v1/webhooks/twitter'

async function subscribed(script: readonly Exchange[], using = configured): Promise<void> {
  const http = scriptedHttp(t, ...script)
  await connector.webhook?.subscribe?.(call(http, { settings: using }), { url })
}

function asks(
  method: ConnectorRequest['method'],
  path: string,
  answer: ConnectorResponse | Error,
  body?: unknown,
): Exchange {
  const request = {
    method,
    url: `https://api.x.com/2/${path}`,
    auth: { bearer: 'app-token' },
    json: body,
  }
  return { request, answer }
}

const login: Exchange = {
  request: {
    method: 'POST',
    url: 'https://api.x.com/oauth2/token',
    auth: { basic: { username: 'api-key', password: 'api-secret' } },
    form: { grant_type: 'client_credentials' },
  },
  answer: json(200, { token_type: 'bearer', access_token: 'app-token' }),
}
const webhooks = (data?: unknown) => asks('GET', 'webhooks', json(200, { data, meta: {} }))
const ours = { id: '11', url, valid: true, created_at: '2026-11-22T12:00:00.000Z' }
const listed = (data?: unknown) => asks('GET', 'activity/subscriptions', json(200, { data }))
const entry = (event_type: string, more = {}) => ({
  subscription_id: '5',
  event_type,
  filter: { user_id: '42' },
  webhook_id: '11',
  ...more,
})
const adds = (event_type: string, answer: ConnectorResponse = json(200, { data: {} })) =>
  asks('POST', 'activity/subscriptions', answer, {
    event_type,
    filter: { user_id: '42' },
    webhook_id: '11',
  })

t.test('without an API key X is not even asked', async () => {
  await subscribed([], settings)
  await subscribed([], { ...settings, consumerSecret: 'api-secret' })
  await subscribed([], { ...settings, consumerKey: 'api-key' })
  await subscribed([], { ...configured, webhookEvents: [] })
})

t.test(
  'the webhook is made once for the app, each event is subscribed to for the account',
  async () => {
    const made = asks('POST', 'webhooks', json(200, { data: ours }), { url })
    for (const none of [undefined, [], [{ ...ours, id: '9', url: 'https://other.example' }]]) {
      await subscribed([
        login,
        webhooks(none),
        made,
        listed(),
        adds('post.create'),
        adds('post.delete'),
      ])
    }
  },
)

t.test('what is there already is not asked for again', async () => {
  const both = [entry('post.create'), entry('post.delete')]
  await subscribed([login, webhooks([ours]), listed(both)])
  const one = [entry('post.create'), entry('post.delete', { filter: { user_id: '43' } })]
  await subscribed([login, webhooks([ours]), listed(one), adds('post.delete')])
  const elsewhere = [entry('post.create', { webhook_id: '9' }), entry('post.delete')]
  await subscribed([login, webhooks([ours]), listed(elsewhere), adds('post.create')])
  const conflict = problem(409, 'Conflict', 'conflict', 'Conflict')
  await subscribed([
    login,
    webhooks([ours]),
    listed(),
    adds('post.create', conflict),
    adds('post.delete'),
  ])
})

t.test('a webhook that X has given up is checked again', async () => {
  const checked = asks('PUT', 'webhooks/11', json(200, { data: { valid: true } }))
  await subscribed([
    login,
    webhooks([{ ...ours, valid: false }]),
    checked,
    listed([entry('post.create'), entry('post.delete')]),
  ])
})

t.test('the operator says what is subscribed to', async () => {
  const using = { ...configured, webhookEvents: ['profile.update.screenname'] }
  const script = [login, webhooks([ours]), listed([]), adds('profile.update.screenname')]
  await subscribed(script, using)
})

t.test('a refusal is the operator’s matter, and never the account’s', async (t) => {
  const unverified = json(403, {
    errors: [{ code: 99, message: 'Unable to verify your credentials' }],
  })
  const crc = json(400, {
    errors: [{ message: 'CrcValidationFailed: no answer' }],
    title: 'Invalid Request',
    detail: 'One or more parameters to your request was invalid.',
    type: 'https://api.twitter.com/2/problems/invalid-request',
  })
  const rows: [Exchange[], string][] = [
    [[{ ...login, answer: unverified }], 'app_config'],
    [[{ ...login, answer: problem(401, 'Unauthorized') }], 'app_config'],
    [[{ ...login, answer: raw(503) }], 'transient'],
    [[{ ...login, answer: json(200, {}) }], 'transient'],
    [[login, asks('GET', 'webhooks', problem(401, 'Unauthorized'))], 'app_config'],
    [[login, asks('GET', 'webhooks', json(200, []))], 'transient'],
    [[login, webhooks(), asks('POST', 'webhooks', crc, { url })], 'app_config'],
    [[login, webhooks(), asks('POST', 'webhooks', json(200, {}), { url })], 'transient'],
    [[login, webhooks([ours]), asks('GET', 'activity/subscriptions', raw(200))], 'transient'],
    [
      [login, webhooks([ours]), listed(), adds('post.create', problem(429, 'Too Many Requests'))],
      'rate_limited',
    ],
    [
      [login, webhooks([ours]), listed(), adds('post.create', problem(402, '', 'credits'))],
      'quota',
    ],
  ]
  for (const [script, kind] of rows) {
    const failure = await failureOf(subscribed(script))
    t.equal(failure.kind, kind)
    t.match(failure.details.remedy, /^[A-Z].*\.$/)
  }
})
