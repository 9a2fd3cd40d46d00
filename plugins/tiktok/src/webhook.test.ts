import { createHmac } from 'node:crypto'
import t from 'tap'
import type { WebhookRequest } from '@t21/plugin-kit'
import { settings } from '../test/calls.ts'
import { connector } from './index.ts'

const { webhook } = connector
const now = new Date('2026-11-22T12:00:00Z')
const seconds = now.getTime() / 1000

/** A request as TikTok signs it: tiktok.md 7. */
function request(body: string, { at = seconds, secret = 'secret' } = {}): WebhookRequest {
  const signature = createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')
  return withHeader(body, `t=${at},s=${signature}`)
}

function withHeader(body: string, header: string | undefined): WebhookRequest {
  return {
    method: 'POST',
    query: {},
    headers: header === undefined ? {} : { 'tiktok-signature': header },
    rawBody: new TextEncoder().encode(body),
  }
}

const body = (event: string, content: string, more = {}) =>
  JSON.stringify({
    client_key: 'key',
    event,
    create_time: 1_763_812_800,
    user_openid: '-open-id',
    content,
    ...more,
  })
const complete = body('post.publish.complete', '{"publish_id":"v_pub_file~v2-1.7"}')

t.test('what TikTok signed is believed for five minutes', async (t) => {
  t.equal(webhook?.verify(request(complete), settings, now), true)
  for (const [offset, expected] of [
    [300, true],
    [-300, true],
    [301, false],
    [-301, false],
  ] as const) {
    const signed = request(complete, { at: seconds + offset })
    t.equal(webhook?.verify(signed, settings, now), expected, String(offset))
  }
})

t.test('the signature is over the bytes as they came', async (t) => {
  const emoji = body('post.publish.complete', '{"publish_id":"Grüße 😀"}')
  t.equal(webhook?.verify(request(emoji), settings, now), true)
  const signed = request(complete)
  const forged = { ...signed, rawBody: new TextEncoder().encode(`${complete} `) }
  t.equal(webhook?.verify(forged, settings, now), false)
})

t.test('a forged or strange signature is refused, and never throws', async (t) => {
  const good = request(complete).headers['tiktok-signature'] ?? ''
  t.equal(webhook?.verify(request(complete, { secret: 'other' }), settings, now), false)
  for (const header of [
    undefined,
    '',
    't=,s=',
    `t=${seconds}`,
    `t=${seconds},s=zz`,
    good.slice(0, -2),
    `${good}00`,
    good.replace(/t=\d+/, `t=${seconds + 1}`),
    good.replace(/t=\d+/, 't=NaN'),
    good.replace('s=', 'v1='),
  ]) {
    t.equal(webhook?.verify(withHeader(complete, header), settings, now), false, String(header))
  }
  t.equal(webhook?.handshake, undefined, 'TikTok asks no question')
})

const at = new Date(1_763_812_800_000)
const about = { platformUserId: '-open-id', userId: '-open-id', at }

t.test('events about a post name it by its final id where they know it', async (t) => {
  for (const name of [
    'post.publish.complete',
    'post.publish.failed',
    'post.publish.inbox_delivered',
  ]) {
    const content = '{"publish_id":"v_pub_file~v2-1.7","publish_type":"DIRECT_PUBLISH"}'
    const [event, ...others] = webhook?.parse(request(body(name, content))) ?? []
    t.match(event, { kind: 'post_changed', name, ...about })
    t.equal(event?.remoteId, undefined)
    t.same(others, [])
  }
  const ids = '{"publish_id":"v_pub_file~v2-1.7","post_id":7345000000000000001}'
  const gone = 'post.publish.no_longer_publicaly_available'
  t.match(webhook?.parse(request(body(gone, ids))), [{ remoteId: '7345000000000000001' }])
  const [named] = webhook?.parse(request(body('post.publish.publicly_available', ids))) ?? []
  t.match(named, { kind: 'post_changed' })
  t.equal(named?.remoteId, undefined, 'it is only now that it gets this id')
})

t.test('a withdrawn authorization is told as such', async (t) => {
  const removed = request(body('authorization.removed', '{"reason":1}'))
  t.match(webhook?.parse(removed), [{ kind: 'grant_revoked', ...about }])
})

t.test('a repetition has the same id, another event another one', async (t) => {
  const idOf = (text: string) => webhook?.parse(request(text))[0]?.id
  t.equal(idOf(complete), idOf(complete))
  const others = [
    body('post.publish.failed', '{"publish_id":"v_pub_file~v2-1.7"}'),
    body('post.publish.complete', '{"publish_id":"v_pub_file~v2-1.8"}'),
    body('post.publish.complete', '{"publish_id":"v_pub_file~v2-1.7"}', { user_openid: 'b' }),
  ]
  t.equal(new Set([complete, ...others].map(idOf)).size, 4)
})

t.test('what means nothing is left out, and nothing throws', async (t) => {
  for (const text of [
    '',
    '<html>',
    'null',
    '[]',
    '{"event":7}',
    body('portability.download.ready', '{}'),
    body('video.publish.completed', '{"share_id":"x"}'),
  ]) {
    t.same(webhook?.parse(request(text)), [], text)
  }
  for (const content of ['', 'no json', '{"post_id":{}}', '7']) {
    t.match(webhook?.parse(request(body('post.publish.complete', content))), [{ ...about }])
  }
  const bare = request('{"event":"authorization.removed"}')
  t.match(webhook?.parse(bare), [{ kind: 'grant_revoked' }])
  const late = body('post.publish.complete', '{}', { create_time: 1e300 })
  t.equal(webhook?.parse(request(late))[0]?.at, undefined)
})
