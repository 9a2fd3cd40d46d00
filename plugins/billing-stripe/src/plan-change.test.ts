import { test } from 'tap'
import { failure, fakeStripe, refusal, type Answer } from '../test/fake-stripe.ts'
import { invoice, later, line, noon, price, subscription } from '../test/objects.ts'

const moment = noon + 600
const period = { start: moment, end: later }
const lines = {
  object: 'list',
  has_more: false,
  data: [
    line('Unused time on PRO', -350, period, true),
    line('Remaining time on BUSINESS', 1750, period, true),
  ],
}

function script(preview: object): Readonly<Record<string, Answer>> {
  return {
    'GET /v1/prices/price_business': price('price_business'),
    'GET /v1/subscriptions/sub_1': subscription(),
    'POST /v1/invoices/create_preview': preview,
  }
}

test('a preview is the bill that the change would make at once, at a moment of Stripe', async (t) => {
  const { billing, calls } = await fakeStripe(
    t,
    script(invoice({ total: 1400, amount_due: 1400, lines })),
  )
  t.same(await billing.previewPlan('sub_1', 'BUSINESS'), {
    plan: 'BUSINESS',
    dueNow: { amount: 1400, currency: 'gbp' },
    recurring: { plan: 'BUSINESS', amount: 3500, currency: 'gbp', interval: 'month' },
    lines: [
      { description: 'Unused time on PRO', amount: -350 },
      { description: 'Remaining time on BUSINESS', amount: 1750 },
    ],
    at: new Date(moment * 1000),
  })
  const asked = calls.find(({ what }) => what.startsWith('POST'))
  t.same(Object.fromEntries(asked?.form ?? []), {
    subscription: 'sub_1',
    'subscription_details[items][0][id]': 'si_1',
    'subscription_details[items][0][price]': 'price_business',
    'subscription_details[proration_behavior]': 'always_invoice',
  })
})

test('what is no line is one too, so that they add up; what is too much is credit', async (t) => {
  const taxed = invoice({ total: 1680, amount_due: 1500, lines })
  const { billing } = await fakeStripe(t, script(taxed))
  const preview = await billing.previewPlan('sub_1', 'BUSINESS')
  t.equal(preview.dueNow.amount, 1500)
  t.match(preview.lines.at(-1), { description: 'Taxes, discounts and credit', amount: 100 })
  const cheaper = await fakeStripe(t, script(invoice({ total: -1200, amount_due: 0, lines })))
  t.equal((await cheaper.billing.previewPlan('sub_1', 'BUSINESS')).dueNow.amount, -1200)
})

test('the moment is the one that Stripe names, where it names one', async (t) => {
  const parent = { subscription_details: { subscription_proration_date: moment + 5 } }
  const { billing } = await fakeStripe(t, script(invoice({ parent, lines })))
  t.same((await billing.previewPlan('sub_1', 'BUSINESS')).at, new Date((moment + 5) * 1000))
})

test('a change is paid at once from the moment of its preview, or does not happen', async (t) => {
  const change = { subscriptionId: 'sub_1', plan: 'BUSINESS', at: new Date(moment * 1000 + 999) }
  const changed = subscription({}, { price: price('price_business') })
  const { billing, calls } = await fakeStripe(t, {
    'GET /v1/subscriptions/sub_1': subscription(),
    'POST /v1/subscriptions/sub_1': changed,
  })
  t.match(await billing.changePlan(change, { idempotencyKey: 'k' }), { plan: 'BUSINESS' })
  t.equal(calls[1]?.headers['idempotency-key'], 'k')
  t.same(Object.fromEntries(calls[1]?.form ?? []), {
    'items[0][id]': 'si_1',
    'items[0][price]': 'price_business',
    proration_behavior: 'always_invoice',
    proration_date: String(moment),
    payment_behavior: 'error_if_incomplete',
  })
  const declined = await fakeStripe(t, {
    'GET /v1/subscriptions/sub_1': subscription(),
    'POST /v1/subscriptions/sub_1': refusal(402, {
      type: 'card_error',
      code: 'card_declined',
      message: 'Your card was declined.',
    }),
  })
  await t.rejects(declined.billing.changePlan(change, { idempotencyKey: 'k' }), {
    kind: 'declined',
    message: 'Your card was declined.',
  })
})

test('the plan of one that is over, or absent, is not changed', async (t) => {
  const { billing, calls } = await fakeStripe(t, {
    'GET /v1/prices/price_business': price('price_business'),
    'GET /v1/subscriptions/sub_1': subscription({ status: 'canceled' }),
  })
  const at = new Date()
  const once = { idempotencyKey: 'k' }
  await t.rejects(billing.previewPlan('sub_1', 'BUSINESS'), failure('refused'))
  for (const [subscriptionId, plan, kind] of [
    ['sub_1', 'BUSINESS', 'refused'],
    ['sub_9', 'BUSINESS', 'absent'],
    ['sub_1', 'FREE', 'refused'],
  ] as const) {
    await t.rejects(billing.changePlan({ subscriptionId, plan, at }, once), failure(kind))
  }
  t.notOk(calls.some(({ what }) => what.startsWith('POST')))
})
