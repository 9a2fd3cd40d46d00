import t, { type Test } from 'tap'
import type { ConnectorResponse } from '@t21/plugin-kit'
import {
  auth,
  call,
  failureOf,
  graphError,
  json,
  raw,
  scriptedHttp,
  settings,
  type Exchange,
} from '../test/calls.ts'
import type { Login } from './facts.ts'
import { toFacts } from './facts.ts'
import { connector } from './index.ts'

const callback = { url: 'https://t21.example/v1/webhooks/instagram' }
const done = json(200, { success: true })
const scopes = ['instagram_business_manage_comments', 'pages_manage_metadata']
const edges = {
  instagram: 'https://graph.instagram.com/v25.0/42/subscribed_apps',
  facebook: 'https://graph.facebook.com/v25.0/7/subscribed_apps',
}

const lists = (login: Login, answer: ConnectorResponse): Exchange => ({
  request: { method: 'GET', url: edges[login], auth },
  answer,
})
const subscribed = (login: Login, ...data: unknown[]) => lists(login, json(200, { data }))
const asks = (login: Login, fields: string, answer: ConnectorResponse): Exchange => ({
  request: { method: 'POST', url: edges[login], form: { subscribed_fields: fields }, auth },
  answer,
})

async function subscribes(
  t: Test,
  script: Exchange[],
  given: Parameters<typeof call>[1] = {},
): Promise<void> {
  await connector.webhook?.subscribe?.(
    call(scriptedHttp(t, ...script), { scopes, ...given }),
    callback,
  )
}

t.test('by Instagram Login the account is subscribed to its comments', async (t) => {
  await subscribes(t, [subscribed('instagram'), asks('instagram', 'comments', done)])
  await subscribes(t, [
    subscribed('instagram', { id: 'ig-app', subscribed_fields: ['mentions'] }),
    asks('instagram', 'mentions,comments', done),
  ])
  await subscribes(t, [
    subscribed('instagram', { id: 'ig-app', subscribed_fields: ['comments', 'mentions'] }),
  ])
})

t.test('by Facebook Login its Page is subscribed, to whatever it may be', async (t) => {
  const login = 'facebook'
  await subscribes(t, [subscribed(login), asks(login, 'feed', done)], { login })
  const other = subscribed(login, { id: 'another-app', subscribed_fields: ['feed'] })
  await subscribes(t, [other, asks(login, 'feed', done)], { login })
  const own = subscribed(login, { id: 'fb-app', subscribed_fields: ['mention'] })
  await subscribes(t, [own], { login })
})

t.test('nothing is asked where the operator or the person did not want it', async (t) => {
  const { webhookVerifyToken: _, ...without } = settings
  for (const login of ['instagram', 'facebook'] as const) {
    await subscribes(t, [], { login, settings: without })
    await subscribes(t, [], { login, scopes: ['instagram_basic'] })
  }
  const facts = toFacts({ login: 'facebook', accountType: null, pageId: null })
  await subscribes(t, [], { account: { platformUserId: '42', username: 'ada', facts } })
})

t.test('a refusal says why there are no webhooks', async (t) => {
  const rows: [ConnectorResponse, string][] = [
    [graphError(200), 'permission'],
    [graphError(190, 460), 'reauth'],
    [graphError(100), 'transient'],
    [raw(500), 'transient'],
    [json(200, { success: false }), 'transient'],
  ]
  for (const [answer, kind] of rows) {
    const login = 'facebook'
    const listing = subscribes(t, [lists(login, answer)], { login })
    t.equal((await failureOf(listing)).kind, kind)
    const asking = subscribes(t, [subscribed(login), asks(login, 'feed', answer)], { login })
    t.equal((await failureOf(asking)).kind, kind)
  }
})
