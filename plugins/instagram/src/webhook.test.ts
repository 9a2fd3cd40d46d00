import { createHmac } from 'node:crypto'
import t from 'tap'
import type { WebhookRequest } from '@t21/plugin-kit'
import { settings } from '../test/calls.ts'
import { connector } from './index.ts'

const { webhook } = connector
const now = new Date('2026-11-22T12:00:00Z')

function posted(body: string, headers: Record<string, string> = {}): WebhookRequest {
  return { method: 'POST', query: {}, headers, rawBody: new TextEncoder().encode(body) }
}
const signed = (body: string, secret: string) =>
  posted(body, {
    'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
  })

t.test('either of the two app secrets may have signed, and no other', async (t) => {
  const verify = (request: WebhookRequest) => webhook?.verify(request, settings, now)
  t.ok(verify(signed('{}', 'ig-secret')))
  t.ok(verify(signed('{}', 'fb-secret')))
  t.notOk(verify(signed('{}', 'another')))
  t.notOk(verify(posted('{}')))
})

t.test('the handshake is answered', async (t) => {
  const query = { 'hub.mode': 'subscribe', 'hub.challenge': '42', 'hub.verify_token': 'verify-me' }
  const request: WebhookRequest = { method: 'GET', query, headers: {}, rawBody: new Uint8Array() }
  t.same(webhook?.handshake?.(request, settings), { status: 200, text: '42' })
})

const comment = (from: string) => ({
  id: '555',
  from: { id: from, username: 'x' },
  media: { id: '9', media_product_type: 'FEED' },
  text: 'First!',
})
const at = new Date(1_520_622_968_000)

t.test('our own comment tells that it is there, in both shapes', async (t) => {
  const change = { field: 'comments', value: comment('42') }
  const shapes = [
    { id: '42', time: 1_520_622_968, changes: [change] },
    { id: '42', time: 1_520_622_968, ...change },
  ]
  for (const entry of shapes) {
    const request = posted(JSON.stringify({ object: 'instagram', entry: [entry] }))
    t.same(webhook?.parse(request), [
      { kind: 'post_changed', platformUserId: '42', remoteId: '555', at, name: 'comments' },
    ])
  }
})

t.test('the numbers of a story are told when it ends', async (t) => {
  const change = { field: 'story_insights', value: { media_id: '9', reach: 5 } }
  const body = { object: 'instagram', entry: [{ id: '42', changes: [change] }] }
  t.match(webhook?.parse(posted(JSON.stringify(body))), [
    { kind: 'post_changed', remoteId: '9', name: 'story_insights' },
  ])
})

t.test('what means nothing to T21, or nothing at all, is left out', async (t) => {
  const change = (field: string, value: unknown) => ({ id: '42', changes: [{ field, value }] })
  const rows = [
    { object: 'instagram', entry: [change('comments', comment('7'))] },
    { object: 'instagram', entry: [change('mentions', { media_id: '9' })] },
    { object: 'instagram', entry: [change('comments', {}), change('story_insights', {}), null] },
    { object: 'page', entry: [change('comments', comment('42'))] },
    { object: 'instagram' },
    null,
  ]
  for (const body of rows) t.same(webhook?.parse(posted(JSON.stringify(body))), [])
  t.same(webhook?.parse(posted('<html>')), [])
})

t.test('withdrawn logins and the deletion of data are told of by a signed request', async (t) => {
  const payload = Buffer.from(
    JSON.stringify({ user_id: '99', algorithm: 'HMAC-SHA256', issued_at: 1_520_622_968 }),
  ).toString('base64url')
  const signature = createHmac('sha256', 'ig-secret').update(payload).digest('base64url')
  const request = posted(`signed_request=${signature}.${payload}`)
  t.ok(webhook?.verify(request, settings, now))
  t.match(webhook?.parse(request), [{ kind: 'grant_revoked', userId: '99' }])
  const deletion = { ...request, query: { callback: 'data_deletion' } }
  t.match(webhook?.parse(deletion), [{ kind: 'data_deletion', userId: '99' }])
  const reply = { statusUrl: 'https://t21.example/deletion', confirmationCode: 'abc' }
  t.match(webhook?.deletionReply?.(reply), { json: { confirmation_code: 'abc' } })
})
