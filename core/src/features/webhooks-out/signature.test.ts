import { Webhook } from 'standardwebhooks'
import { test } from 'tap'
import { makeSigningSecret, signatureHeaders } from './signature.ts'

test('the vector of Standard Webhooks comes out as it says', (t) => {
  const message = {
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    timestamp: 1_614_265_330,
    body: '{"test": 2432232314}',
  }
  t.same(signatureHeaders(message, ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw']), {
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  })
  t.end()
})

test('the library of Standard Webhooks takes what either of two secrets signed, and nothing else', (t) => {
  const [old, fresh, strange] = [makeSigningSecret(), makeSigningSecret(), makeSigningSecret()]
  t.match(fresh, /^whsec_[A-Za-z0-9+/]{43}=$/)
  const body = JSON.stringify({ type: 'post.published' })
  const timestamp = Math.floor(Date.now() / 1_000)
  const headers = signatureHeaders({ id: 'one', timestamp, body }, [fresh, old])
  t.match(headers['webhook-signature'], /^v1,\S+ v1,\S+$/)
  for (const secret of [old, fresh]) {
    t.same(new Webhook(secret).verify(body, headers), { type: 'post.published' })
  }
  t.throws(() => new Webhook(strange).verify(body, headers))
  t.throws(() => new Webhook(fresh).verify(body.replace('published', 'failed'), headers))
  t.throws(() => new Webhook(fresh).verify(body, { ...headers, 'webhook-id': 'two' }))
  t.end()
})
