import t, { type Test } from 'tap'
import type { ConnectorResponse } from '@t21/plugin-kit'
import {
  call,
  failureOf,
  graphError,
  json,
  posts,
  raw,
  scriptedHttp,
  settings,
  type Exchange,
} from '../test/calls.ts'
import { connector } from './index.ts'

const callback = { url: 'https://t21.example/v1/webhooks/facebook' }
const withWebhooks = { ...settings, webhookVerifyToken: 'token' }
const done = json(200, { success: true })

const lists = (answer: ConnectorResponse | Error): Exchange => ({
  request: {
    method: 'GET',
    url: 'https://graph.facebook.com/v25.0/42/subscribed_apps',
    auth: { bearer: 'page-token' },
  },
  answer,
})
const subscribed = (...data: unknown[]) => lists(json(200, { data }))
const asks = (fields: string, answer: ConnectorResponse | Error): Exchange => ({
  request: posts('42/subscribed_apps', { subscribed_fields: fields }),
  answer,
})

async function subscribes(
  t: Test,
  script: Exchange[],
  given: Parameters<typeof call>[1] = {},
): Promise<void> {
  const scopes = ['pages_manage_metadata']
  const asking = call(scriptedHttp(t, ...script), { scopes, settings: withWebhooks, ...given })
  await connector.webhook?.subscribe?.(asking, callback)
}

t.test('the webhooks of a Page are switched on, and what else was on stays on', async (t) => {
  await subscribes(t, [subscribed(), asks('feed', done)])
  await subscribes(t, [
    subscribed(
      { id: '5', subscribed_fields: ['feed'] },
      { id: 'app', subscribed_fields: ['mention'] },
    ),
    asks('mention,feed', done),
  ])
  await subscribes(t, [subscribed({ id: 'app', subscribed_fields: ['feed'] })])
})

t.test('nothing is asked where the operator or the person did not want it', async (t) => {
  await subscribes(t, [], { settings })
  await subscribes(t, [], { scopes: ['pages_manage_posts'] })
})

t.test('a refusal says why there are no webhooks', async (t) => {
  const rows: [ConnectorResponse, string][] = [
    [graphError(200), 'permission'],
    [graphError(100), 'transient'],
    [raw(500), 'transient'],
    [json(200, { success: false }), 'transient'],
  ]
  for (const [answer, kind] of rows) {
    t.equal((await failureOf(subscribes(t, [lists(answer)]))).kind, kind)
    t.equal((await failureOf(subscribes(t, [subscribed(), asks('feed', answer)]))).kind, kind)
  }
})

t.test('reading the Page changes nothing at Facebook', async (t) => {
  const reads: Exchange = {
    request: {
      method: 'GET',
      url: 'https://graph.facebook.com/v25.0/42',
      query: { fields: 'id,name,username,picture{url}' },
      auth: { bearer: 'page-token' },
    },
    answer: json(200, { id: '42' }),
  }
  const scopes = ['pages_manage_metadata']
  const http = scriptedHttp(t, reads)
  t.ok(await connector.account?.(call(http, { scopes, settings: withWebhooks })))
})
