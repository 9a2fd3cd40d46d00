import { createHmac } from 'node:crypto'
import t from 'tap'
import type { WebhookRequest } from '@t21/plugin-kit'
import { settings } from '../test/calls.ts'
import { connector } from './index.ts'
import type { Settings } from './settings.ts'

const { webhook } = connector
const now = new Date('2026-11-22T12:00:00Z')
const bytes = (text: string) => new TextEncoder().encode(text)
const hmac = (secret: string, text: string) =>
  `sha256=${createHmac('sha256', secret).update(text).digest('base64')}`
const both = { ...settings, consumerSecret: 'api-secret' }
const publicClient = { clientId: 'client', webhookEvents: [], quotesAllowed: false }
const request = (more: Partial<WebhookRequest>): WebhookRequest => ({
  method: 'POST',
  query: {},
  headers: {},
  rawBody: bytes(''),
  ...more,
})

t.test(
  'the challenge is answered with the API secret, or the client secret where it is alone',
  async (t) => {
    const asked = request({ method: 'GET', query: { crc_token: 'T', nonce: 'n' } })
    const answer = (secret: string) => ({
      status: 200,
      json: { response_token: hmac(secret, 'T') },
    })
    t.same(webhook?.handshake?.(asked, both), answer('api-secret'))
    t.same(webhook?.handshake?.(asked, settings), answer('secret'))
    t.equal(webhook?.handshake?.(asked, publicClient), null, 'without a secret there is no answer')
    t.equal(webhook?.handshake?.(request({ method: 'GET' }), both), null)
    t.equal(webhook?.handshake?.(request({ query: { crc_token: 'T' } }), both), null)
  },
)

t.test("a delivery is X's by a signature over its bytes, with either secret", async (t) => {
  const body = '{"data":  {}}'
  const verify = (headers: Record<string, string>, of: Settings = both, text = body) =>
    webhook?.verify(request({ headers, rawBody: bytes(text) }), of, now)
  const plain = 'x-twitter-webhooks-signature'
  const newer = 'x-twitter-webhooks-signature-oauth2'
  t.ok(verify({ [plain]: hmac('api-secret', body) }))
  t.ok(verify({ [plain]: hmac('secret', body) }))
  t.ok(verify({ [newer]: hmac('secret', body) }))
  t.ok(verify({ [plain]: 'sha256=x', [newer]: hmac('secret', body) }))

  t.notOk(verify({ [newer]: hmac('api-secret', body) }), 'the newer one is by the client secret')
  t.notOk(verify({ [plain]: hmac('api-secret', body) }, both, '{"data": {}}'), 'other bytes')
  t.notOk(verify({ [plain]: hmac('', body) }, publicClient), 'no secret is no key')
  t.notOk(verify({}))
  const signature = hmac('api-secret', body)
  for (const forged of [
    '',
    'sha256=',
    signature.slice(7),
    signature.slice(0, -1),
    `${signature}=`,
  ]) {
    t.notOk(verify({ [plain]: forged }), forged)
  }
  const get = request({ method: 'GET', headers: { [plain]: signature }, rawBody: bytes(body) })
  t.notOk(webhook?.verify(get, both, now))
})

const parse = (body: unknown) =>
  webhook?.parse(
    request({ rawBody: bytes(typeof body === 'string' ? body : JSON.stringify(body)) }),
  )
const activity = (event_type: string, payload: object, more: object = {}) => ({
  data: { event_uuid: 'e-1', event_type, filter: { user_id: '42' }, payload, ...more },
})

t.test('posts that came and went, profiles and withdrawn permissions are events', async (t) => {
  const post = { id: '1900', id_str: '1900', author_id: '42', text: 'x' }
  const at = new Date('2026-11-22T11:00:00Z')
  const changed = { id: 'e-1', platformUserId: '42' }
  t.same(parse(activity('post.create', { ...post, created_at: '2026-11-22T11:00:00.000Z' })), [
    { kind: 'post_changed', name: 'post.create', ...changed, remoteId: '1900', at },
  ])
  t.same(parse(activity('post.delete', { id: '1900', author_id: '42' })), [
    { kind: 'post_changed', name: 'post.delete', ...changed, remoteId: '1900' },
  ])
  t.same(parse(activity('profile.update.screenname', { before: 'a', after: 'b' })), [
    { kind: 'account_changed', name: 'profile.update.screenname', ...changed },
  ])
  const revoke = { date_time: '2026-11-22T11:00:00Z', user_id: '42', app_id: '7' }
  t.same(parse(activity('oauth.revoke', revoke, { filter: {} })), [
    { kind: 'grant_revoked', name: 'oauth.revoke', ...changed, userId: '42', at },
  ])
})

t.test('what others do is no event, and neither is what T21 has no use for', async (t) => {
  for (const type of ['post.reply.create', 'post.mention.create', 'like.create', 'follow.follow']) {
    t.same(parse(activity(type, { id: '1900', author_id: '9' })), [], type)
  }
  t.same(parse(activity('post.create', { text: 'no id' })), [])
  t.same(parse(activity('oauth.revoke', {}, { filter: {} })), [])
})

t.test('the older Account Activity API says the same in its own words', async (t) => {
  const own = { id: 19e17, id_str: '1900', user: { id_str: '42' }, timestamp_ms: '1795345200000' }
  const at = new Date(1_795_345_200_000)
  t.same(
    parse({
      for_user_id: '42',
      tweet_create_events: [own, { ...own, id_str: '1901', user: { id_str: '9' } }, null, {}],
      favorite_events: [{ id: 'x' }],
    }),
    [
      {
        kind: 'post_changed',
        name: 'tweet_create_events',
        id: 'tweet_create_events 1900',
        platformUserId: '42',
        remoteId: '1900',
        at,
      },
    ],
    'a mention by somebody else is delivered as well, and is not ours',
  )
  const status = { id: '1900', user_id: '42' }
  t.match(parse({ for_user_id: '42', tweet_delete_events: [{ status, timestamp_ms: '1' }] }), [
    { kind: 'post_changed', remoteId: '1900', platformUserId: '42', at: new Date(1) },
  ])
  const revoke = { date_time: '2026-11-22T11:00:00+00:00', source: { user_id: '42' } }
  t.match(parse({ user_event: { revoke } }), [
    { kind: 'grant_revoked', userId: '42', platformUserId: '42' },
  ])
})

t.test('what cannot be read is left out, and never throws', async (t) => {
  for (const body of ['', '<html>', '{', '[]', '{}', 'null', { data: {} }, { data: null }]) {
    t.same(parse(body), [])
  }
  t.same(parse({ for_user_id: '42', tweet_delete_events: [{}, 5], user_event: { revoke: 7 } }), [])
  t.match(parse(activity('post.delete', { id: '1', created_at: 'soon' })), [{ at: undefined }])
})
