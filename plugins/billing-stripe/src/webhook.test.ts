import type { WebhookRequest } from '@t21/plugin-kit'
import { Stripe } from 'stripe'
import { test } from 'tap'
import { settings } from '../test/fake-stripe.ts'
import { openWebhook } from './webhook.ts'

const at = Date.UTC(2026, 10, 23, 12) / 1000
const now = new Date(at * 1000)
const event = {
  id: 'evt_1',
  object: 'event',
  type: 'customer.subscription.updated',
  created: at,
  livemode: false,
  data: { object: { object: 'subscription', id: 'sub_1', customer: 'cus_1' } },
}
const payload = JSON.stringify(event)
const webhook = openWebhook(settings)

function signed(
  body = payload,
  { secret = 'whsec_one', timestamp = at, scheme = 'v1' } = {},
): string {
  return Stripe.webhooks.generateTestHeaderString({ payload: body, secret, timestamp, scheme })
}

function request(
  header: string | undefined,
  body: string | Uint8Array = payload,
  more: Partial<WebhookRequest> = {},
): WebhookRequest {
  return {
    method: 'POST',
    query: {},
    headers: header === undefined ? {} : { 'stripe-signature': header },
    rawBody: typeof body === 'string' ? Buffer.from(body) : body,
    ...more,
  }
}

/** Of another event, signed as that one. */
function ofEvent(more: object): WebhookRequest {
  const body = JSON.stringify({ ...event, ...more })
  return request(signed(body), body)
}

test('a signed event is taken, up to five minutes from when it was signed, in both directions', async (t) => {
  t.ok(webhook.verify(request(signed()), now))
  for (const [offset, taken] of [
    [-301, false],
    [-300, true],
    [300, true],
    [301, false],
    [86_400, false],
  ] as const) {
    const header = signed(payload, { timestamp: at + offset })
    t.equal(webhook.verify(request(header), now), taken, `${offset} seconds`)
  }
})

test('no form of a bad signature is taken', async (t) => {
  const header = signed()
  const [, hex = ''] = /v1=([0-9a-f]+)/.exec(header) ?? []
  const bad: Readonly<Record<string, WebhookRequest>> = {
    'no header': request(undefined),
    'an empty header': request(''),
    'another secret': request(signed(payload, { secret: 'whsec_other' })),
    'an empty secret': request(
      `t=${at},v1=${Stripe.webhooks.generateTestHeaderString({ payload, secret: ' ', timestamp: at }).split('v1=')[1]}`,
    ),
    'another scheme': request(signed(payload, { scheme: 'v0' })),
    'a digest cut short': request(`t=${at},v1=${hex.slice(0, -1)}`),
    'a digest in capitals': request(`t=${at},v1=${hex.toUpperCase()}`),
    'no time': request(`v1=${hex}`),
    'a time that is none': request(`t=soon,v1=${hex}`),
    'another time': request(`t=${at + 1},v1=${hex}`),
    'two times': request(`t=${at + 200_000},t=${at},v1=${hex}`),
    'a true signature of tomorrow behind the time of now': request(
      signed(payload, { timestamp: at + 86_400 }).replace('t=', `t=${at},t=`),
    ),
    'a body written anew': request(header, JSON.stringify(event, null, 1)),
    'a body with one more byte': request(header, `${payload} `),
    'a body behind a byte order mark': request(
      header,
      Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(payload)]),
    ),
    'bytes that are no text, for their replacement': request(
      signed('\u{fffd}'),
      Buffer.from([0xff]),
    ),
    'an empty body': request(signed(''), ''),
    'a true signature behind another time': request(
      `t=${at - 9},v1=${hex.replaceAll('a', 'b')}, ${header}`,
    ),
    'a signed question': request(header, payload, { method: 'GET' }),
  }
  for (const [form, forged] of Object.entries(bad)) {
    t.equal(webhook.verify(forged, now), false, form)
  }
  t.ok(Object.keys(bad).length >= 12)
})

test('while one secret replaces another, both count', async (t) => {
  const both = openWebhook({ ...settings, webhookSecret: ['whsec_old', 'whsec_new'] })
  for (const secret of ['whsec_old', 'whsec_new']) {
    t.ok(both.verify(request(signed(payload, { secret })), now))
  }
  t.notOk(both.verify(request(signed()), now))
  // Stripe signs with both for a day.
  const [, old = ''] = signed(payload, { secret: 'whsec_old' }).split('v1=')
  t.ok(webhook.verify(request(`${signed()},v1=${old}`), now))
})

test('an event of the other mode, of a connected account, or of another kind is not ours', async (t) => {
  const live = openWebhook({ ...settings, secretKey: 'rk_live_1' })
  for (const [strange, ok] of [
    [{ livemode: true }, false],
    [{ livemode: 'false' }, false],
    [{ account: 'acct_1' }, false],
    [{ account: null }, true],
    [{ object: 'v2.core.event' }, false],
    [{ object: 'list' }, false],
  ] as const) {
    t.equal(webhook.verify(ofEvent(strange), now), ok, JSON.stringify(strange))
  }
  t.ok(live.verify(ofEvent({ livemode: true }), now))
  t.notOk(live.verify(request(signed()), now))
})

test('each event says what it is about, and of whom', async (t) => {
  const customer = 'cus_1'
  const said = (type: string, object: object) =>
    webhook
      .parse(ofEvent({ type, data: { object } }))
      .map(({ kind, customerId, objectId, name }) => [kind, customerId, objectId, name === type])
  const rows: readonly [string, object, readonly unknown[] | null][] = [
    [
      'customer.subscription.created',
      { object: 'subscription', id: 'sub_1', customer },
      ['subscription', customer, 'sub_1'],
    ],
    [
      'customer.subscription.deleted',
      { object: 'subscription', id: 'sub_1', customer: { id: customer } },
      ['subscription', customer, 'sub_1'],
    ],
    [
      'customer.subscription.trial_will_end',
      { object: 'subscription', id: 'sub_1', customer },
      ['subscription', customer, 'sub_1'],
    ],
    [
      'checkout.session.completed',
      { object: 'checkout.session', id: 'cs_1', mode: 'subscription', customer },
      ['subscription', customer, 'cs_1'],
    ],
    [
      'checkout.session.expired',
      { object: 'checkout.session', id: 'cs_1', mode: 'subscription', customer },
      ['subscription', customer, 'cs_1'],
    ],
    [
      'checkout.session.async_payment_failed',
      { object: 'checkout.session', id: 'cs_1', mode: 'subscription', customer },
      ['subscription', customer, 'cs_1'],
    ],
    [
      'checkout.session.completed',
      { object: 'checkout.session', id: 'cs_1', mode: 'payment', customer },
      null,
    ],
    [
      'checkout.session.expired',
      { object: 'checkout.session', id: 'cs_1', mode: 'subscription', customer: null },
      null,
    ],
    ['invoice.paid', { object: 'invoice', id: 'in_1', customer }, ['invoice', customer, 'in_1']],
    [
      'invoice.payment_failed',
      { object: 'invoice', id: 'in_1', customer },
      ['invoice', customer, 'in_1'],
    ],
    ['invoice.upcoming', { object: 'invoice', customer }, null],
    ['invoice_payment.paid', { object: 'invoice_payment', id: 'inpay_1' }, null],
    ['charge.refunded', { object: 'charge', id: 'ch_1', customer }, ['reversal', customer, 'ch_1']],
    ['charge.succeeded', { object: 'charge', id: 'ch_1', customer }, null],
    ['refund.created', { object: 'refund', id: 're_1', customer }, ['reversal', customer, 're_1']],
    [
      'charge.refund.updated',
      { object: 'refund', id: 're_1', charge: 'ch_1' },
      ['reversal', null, 're_1'],
    ],
    [
      'charge.dispute.created',
      { object: 'dispute', id: 'du_1', charge: 'ch_1' },
      ['reversal', null, 'du_1'],
    ],
    [
      'customer.deleted',
      { object: 'customer', id: customer },
      ['subscription', customer, customer],
    ],
    ['customer.updated', { object: 'customer', id: customer }, null],
    ['price.updated', { object: 'price', id: 'price_pro' }, null],
  ]
  for (const [type, object, wanted] of rows) {
    t.same(said(type, object), wanted === null ? [] : [[...wanted, true]], type)
  }
  t.match(webhook.parse(request(signed())), [{ id: 'evt_1', at: now }])
})

test('what is no event says nothing', async (t) => {
  for (const body of [
    '',
    '{',
    'null',
    '[]',
    '7',
    '{"object":"event"}',
    '{"data":{"object":null}}',
  ]) {
    t.same(webhook.parse(request(undefined, body)), [])
  }
  t.same(webhook.parse(request(undefined, Buffer.from([0xff]))), [])
})
