import { createHmac } from 'node:crypto'
import t from 'tap'
import type { WebhookRequest } from '@t21/plugin-kit'
import { approved } from '../test/calls.ts'
import { connector } from './index.ts'

const { webhook } = connector
const now = new Date('2026-11-22T12:00:00Z')
const bytes = (text: string) => new TextEncoder().encode(text)
const request = (more: Partial<WebhookRequest>): WebhookRequest => ({
  method: 'POST',
  query: {},
  headers: {},
  rawBody: bytes(''),
  ...more,
})

t.test('the challenge is answered with its signature', async (t) => {
  const query = { challengeCode: 'c0de', applicationId: '5' }
  t.same(webhook?.handshake?.(request({ method: 'GET', query }), approved), {
    status: 200,
    json: {
      challengeCode: 'c0de',
      challengeResponse: createHmac('sha256', 'secret').update('c0de').digest('hex'),
    },
  })
  t.equal(webhook?.handshake?.(request({ method: 'GET' }), approved), null)
  t.equal(webhook?.handshake?.(request({ query }), approved), null)
})

t.test("a delivery is LinkedIn's by the signature over its bytes", async (t) => {
  const body = '{"type":"x",  "notifications":[]}'
  const signature = createHmac('sha256', 'secret').update(`hmacsha256=${body}`).digest('hex')
  const verify = (given: string | undefined, text = body) =>
    webhook?.verify(
      request({
        headers: given === undefined ? {} : { 'x-li-signature': given },
        rawBody: bytes(text),
      }),
      approved,
      now,
    )
  t.ok(verify(signature))
  t.ok(verify(`hmacsha256=${signature}`))
  t.notOk(verify(signature, body.replace('  ', ' ')), 'other bytes')
  t.notOk(verify(createHmac('sha256', 'secret').update(body).digest('hex')), 'without the prefix')
  t.notOk(verify(createHmac('sha256', 'other').update(`hmacsha256=${body}`).digest('hex')))
  for (const forged of [undefined, '', 'hmacsha256=', signature.slice(2), 'z'.repeat(64)]) {
    t.notOk(verify(forged), forged ?? 'none')
  }
})

const notification = {
  notificationId: 4,
  organizationalEntity: 'urn:li:organization:7',
  action: 'COMMENT',
  sourcePost: 'urn:li:share:1',
  generatedActivity: 'urn:li:comment:(urn:li:activity:9,11)',
  lastModifiedAt: 1_795_000_000_000,
}
const parse = (body: unknown) =>
  webhook?.parse(
    request({ rawBody: bytes(typeof body === 'string' ? body : JSON.stringify(body)) }),
  )

t.test('every notification is an event of its post', async (t) => {
  t.same(parse({ notifications: [notification, { ...notification, action: 'A_NEW_WORD' }] }), [
    {
      kind: 'post_changed',
      id: '4',
      name: 'COMMENT',
      platformUserId: 'urn:li:organization:7',
      remoteId: 'urn:li:share:1',
      at: new Date(1_795_000_000_000),
    },
    {
      kind: 'post_changed',
      id: '4',
      name: 'A_NEW_WORD',
      platformUserId: 'urn:li:organization:7',
      remoteId: 'urn:li:share:1',
      at: new Date(1_795_000_000_000),
    },
  ])
})

t.test('what cannot be read is left out, and never throws', async (t) => {
  for (const body of ['', '<html>', '{', '[]', '{}', 'null', { notifications: [{}, null, 5] }]) {
    t.same(parse(body), [])
  }
  t.same(parse({ notifications: [{ ...notification, sourcePost: undefined }] }), [])
  const rounded = parse(
    '{"notifications":[{"notificationId":9007199254740993,"action":"LIKE","sourcePost":"urn:li:share:1","lastModifiedAt":1e300}]}',
  )
  t.same(rounded, [{ kind: 'post_changed', name: 'LIKE', remoteId: 'urn:li:share:1' }])
})
