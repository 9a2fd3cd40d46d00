import { createHmac } from 'node:crypto'
import t from 'tap'
import type { WebhookRequest } from '@t21/plugin-kit'
import {
  changesOf,
  dataDeletionReply,
  hubHandshake,
  isSignedByMeta,
  signedRequestEvents,
} from './index.ts'

const secrets = ['s3cret']
const hmac = (message: string, secret = 's3cret') => createHmac('sha256', secret).update(message)

function posted(
  body: string,
  headers: Record<string, string> = {},
  query: Record<string, string> = {},
): WebhookRequest {
  return { method: 'POST', query, headers, rawBody: new TextEncoder().encode(body) }
}

function signedRequest(payload: object, secret = 's3cret', query = {}): WebhookRequest {
  const second = Buffer.from(JSON.stringify(payload)).toString('base64url')
  const signature = hmac(second, secret).digest('base64url')
  return posted(`signed_request=${signature}.${second}`, {}, query)
}

t.test(
  'a handshake is answered with its challenge where the token is the operator’s',
  async (t) => {
    const ask = (token: string): WebhookRequest => ({
      method: 'GET',
      query: { 'hub.mode': 'subscribe', 'hub.challenge': '1158201444', 'hub.verify_token': token },
      headers: {},
      rawBody: new Uint8Array(),
    })
    t.same(hubHandshake(ask('token'), 'token'), { status: 200, text: '1158201444' })
    t.match(hubHandshake(ask('other'), 'token'), { status: 403 })
    t.match(hubHandshake(ask(''), undefined), { status: 403 }, 'none is set')
    t.equal(hubHandshake({ ...ask('token'), query: {} }, 'token'), null)
    t.equal(hubHandshake({ ...ask('token'), method: 'POST' }, 'token'), null)
  },
)

t.test('only what Meta signed is taken, byte for byte', async (t) => {
  // The escapes are part of what is signed.
  const body = String.raw`{"object":"page","entry":[{"message":"\u00e4 \/"}]}`
  const signature = `sha256=${hmac(body).digest('hex')}`
  const sent = (text: string, header?: string) =>
    isSignedByMeta(
      posted(text, header === undefined ? {} : { 'x-hub-signature-256': header }),
      secrets,
    )
  t.ok(sent(body, signature))
  t.notOk(sent(`${body} `, signature))
  t.notOk(sent(body, `sha256=${hmac(body, 'other').digest('hex')}`))
  t.notOk(sent(body, signature.slice(0, -1)))
  t.notOk(sent(body, ''))
  t.notOk(sent(body))
  t.ok(isSignedByMeta(posted(body, { 'x-hub-signature-256': signature }), ['other', 's3cret']))
  const got: WebhookRequest = {
    ...posted(body, { 'x-hub-signature-256': signature }),
    method: 'GET',
  }
  t.notOk(isSignedByMeta(got, secrets))
})

t.test('a signed request carries its own signature', async (t) => {
  const payload = { user_id: '99', algorithm: 'HMAC-SHA256', issued_at: 1_700_000_000 }
  t.ok(isSignedByMeta(signedRequest(payload), secrets))
  t.notOk(isSignedByMeta(signedRequest(payload, 'other'), secrets))
  t.notOk(isSignedByMeta(signedRequest({ ...payload, algorithm: 'none' }), secrets))
  t.notOk(isSignedByMeta(posted('signed_request=a'), secrets))
  t.notOk(isSignedByMeta(posted('signed_request=a.b'), secrets))
})

t.test('a signed request tells who withdrew the grant, or wants to be forgotten', async (t) => {
  const payload = { user_id: '99', algorithm: 'HMAC-SHA256', issued_at: 1_700_000_000 }
  const at = new Date(1_700_000_000_000)
  t.same(signedRequestEvents(signedRequest(payload)), [
    {
      kind: 'grant_revoked',
      id: 'deauthorize:99:1700000000',
      at,
      userId: '99',
      name: 'deauthorize',
    },
  ])
  const deletion = signedRequest(payload, 's3cret', { callback: 'data_deletion' })
  t.same(signedRequestEvents(deletion), [
    {
      kind: 'data_deletion',
      id: 'data_deletion:99:1700000000',
      at,
      userId: '99',
      name: 'data_deletion',
    },
  ])
  t.equal(signedRequestEvents(posted('{"object":"page","entry":[]}')), null)
  t.same(signedRequestEvents(posted('signed_request=a.b')), [], 'nothing to be understood')
  t.same(dataDeletionReply({ statusUrl: 'https://t21.example/d', confirmationCode: 'abc' }), {
    status: 200,
    json: { url: 'https://t21.example/d', confirmation_code: 'abc' },
  })
})

t.test('changes are read in both shapes, with seconds and with milliseconds', async (t) => {
  const value = { item: 'status', post_id: '1_2' }
  const delivery = (entry: unknown[]) =>
    changesOf(posted(JSON.stringify({ object: 'page', entry })))
  const at = new Date('2016-03-22T22:53:52.000Z')
  const expected = { object: 'page', accountId: '1', field: 'feed', value }
  t.same(delivery([{ id: '1', time: at.getTime(), changes: [{ field: 'feed', value }] }]), [
    { ...expected, at },
  ])
  t.same(delivery([{ id: 1, time: at.getTime() / 1000, field: 'feed', value }]), [
    { ...expected, at },
  ])
  t.same(delivery([{}, 7, { id: '1', changes: [{ field: 'feed' }, null] }, { id: '1' }]), [])
  for (const body of ['', '{', '[]', '{"object":"page"}', 'signed_request=a.b']) {
    t.same(changesOf(posted(body)), [], body)
  }
})
