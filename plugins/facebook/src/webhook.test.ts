import { createHmac } from 'node:crypto'
import t from 'tap'
import type { WebhookRequest } from '@t21/plugin-kit'
import { settings } from '../test/calls.ts'
import { connector } from './index.ts'

const { webhook } = connector
const now = new Date('2026-11-22T12:00:00Z')
const sign = (body: string, secret = 's3cret') => createHmac('sha256', secret).update(body)

function sent(body: string, headers = {}, query = {}): WebhookRequest {
  return { method: 'POST', query, headers, rawBody: new TextEncoder().encode(body) }
}
function feed(...values: object[]): WebhookRequest {
  const changes = values.map((value) => ({ field: 'feed', value }))
  return sent(
    JSON.stringify({ object: 'page', entry: [{ id: '42', time: now.getTime(), changes }] }),
  )
}

t.test('the handshake and the signature are those of the app', async (t) => {
  const ask: WebhookRequest = {
    method: 'GET',
    query: { 'hub.mode': 'subscribe', 'hub.challenge': '17', 'hub.verify_token': 'token' },
    headers: {},
    rawBody: new Uint8Array(),
  }
  const known = { ...settings, webhookVerifyToken: 'token' }
  t.same(webhook?.handshake?.(ask, known), { status: 200, text: '17' })
  t.match(webhook?.handshake?.(ask, settings), { status: 403 })
  const body = '{"object":"page"}'
  const header = (secret: string) => ({
    'x-hub-signature-256': `sha256=${sign(body, secret).digest('hex')}`,
  })
  t.ok(webhook?.verify(sent(body, header('s3cret')), settings, now))
  t.notOk(webhook?.verify(sent(body, header('other')), settings, now))
})

t.test('what happens to a post of the Page is told', async (t) => {
  const events = webhook?.parse(
    feed(
      { item: 'status', verb: 'add', post_id: '42_7', created_time: 1_458_692_752 },
      { item: 'photo', verb: 'edited', post_id: '42_8' },
      { item: 'a thing of next year' },
    ),
  )
  const about = { kind: 'post_changed', platformUserId: '42', at: now }
  t.same(events, [
    { ...about, id: 'feed.status.add:42_7', remoteId: '42_7', name: 'feed.status.add' },
    { ...about, remoteId: '42_8', name: 'feed.photo.edited' },
    { ...about, name: 'feed.a thing of next year.changed' },
  ])
})

t.test('what others do below a post, and what is not understood, is left out', async (t) => {
  const values = ['comment', 'reaction', 'like'].map((item) => ({ item, post_id: '42_7' }))
  t.same(webhook?.parse(feed(...values, {}, { item: 7 })), [])
  t.same(webhook?.parse(sent('{"object":"instagram","entry":[{"id":"1"}]}')), [])
  t.same(webhook?.parse(sent('<html>')), [])
})

t.test('a video that goes on has T21 look', async (t) => {
  const changes = [{ field: 'videos', value: { status: 'ready' } }]
  const body = JSON.stringify({ object: 'page', entry: [{ id: '42', changes }] })
  t.same(webhook?.parse(sent(body)), [
    { kind: 'post_changed', platformUserId: '42', name: 'videos' },
  ])
})

t.test('a person who withdraws the grant, or wants to be forgotten, is told by id', async (t) => {
  const payload = { user_id: '99', algorithm: 'HMAC-SHA256', issued_at: 1_700_000_000 }
  const second = Buffer.from(JSON.stringify(payload)).toString('base64url')
  const body = `signed_request=${sign(second).digest('base64url')}.${second}`
  t.ok(webhook?.verify(sent(body), settings, now))
  t.match(webhook?.parse(sent(body)), [{ kind: 'grant_revoked', userId: '99' }])
  const deletion = sent(body, {}, { callback: 'data_deletion' })
  t.match(webhook?.parse(deletion), [{ kind: 'data_deletion', userId: '99' }])
  t.match(webhook?.deletionReply?.({ statusUrl: 'https://t21.example', confirmationCode: 'a' }), {
    json: { url: 'https://t21.example', confirmation_code: 'a' },
  })
})
