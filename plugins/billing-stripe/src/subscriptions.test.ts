import { test } from 'tap'
import { failure, fakeStripe, list, missing } from '../test/fake-stripe.ts'
import { invoice, later, noon, price, subscription } from '../test/objects.ts'

const date = (seconds: number) => new Date(seconds * 1000)

test('a subscription is as Stripe has it, with the period of its item', async (t) => {
  const { billing, calls } = await fakeStripe(t, {
    'GET /v1/subscriptions': list([subscription()]),
  })
  t.same(await billing.subscriptionsOf('cus_1'), [
    {
      id: 'sub_1',
      customerId: 'cus_1',
      plan: 'PRO',
      priceId: 'price_pro',
      status: 'active',
      createdAt: date(noon),
      periodStart: date(noon),
      periodEnd: date(later),
      trialEnd: null,
      cancelAtPeriodEnd: false,
      canceledAt: null,
      pastDueSince: null,
    },
  ])
  t.match(Object.fromEntries(calls[0]?.query ?? []), { customer: 'cus_1', status: 'all' })
  t.equal(calls.length, 1, 'nobody asks for bills of one that is paid')
})

test('whatever is particular about a subscription is told', async (t) => {
  const rows: readonly [object, object, object][] = [
    [{ status: 'incomplete_expired' }, {}, { status: 'canceled' }],
    [{ status: 'paused' }, {}, { status: 'paused' }],
    [{ status: 'trialing', trial_end: later }, {}, { status: 'trialing', trialEnd: date(later) }],
    [
      { cancel_at_period_end: true, canceled_at: noon + 5 },
      {},
      { cancelAtPeriodEnd: true, canceledAt: date(noon + 5) },
    ],
    // As the portal ends one of the flexible billing mode.
    [{ cancel_at: later }, {}, { cancelAtPeriodEnd: true }],
    [{ cancel_at: later + 1 }, {}, { cancelAtPeriodEnd: false }],
    [{ status: 'canceled', canceled_at: noon, ended_at: later }, {}, { canceledAt: date(later) }],
    [{ customer: { id: 'cus_1', deleted: true } }, {}, { customerId: 'cus_1' }],
    [{}, { price: price('price_old') }, { plan: null, priceId: 'price_old' }],
  ]
  for (const [more, item, wanted] of rows) {
    const { billing } = await fakeStripe(t, {
      'GET /v1/subscriptions': list([subscription(more, item)]),
      'GET /v1/invoices': list([]),
    })
    t.match(await billing.subscriptionsOf('cus_1'), [wanted])
  }
  const { billing } = await fakeStripe(t, {
    'GET /v1/subscriptions': list([subscription({ status: 'dreaming' })]),
  })
  await t.rejects(billing.subscriptionsOf('cus_1'), { message: /dreaming/ })
})

test('a payment is due since the oldest open bill', async (t) => {
  const { billing, calls } = await fakeStripe(t, {
    'GET /v1/subscriptions': list([subscription({ status: 'past_due' })]),
    'GET /v1/invoices': list([
      invoice({ status_transitions: { finalized_at: later } }),
      invoice({ status_transitions: { finalized_at: noon + 60 } }),
    ]),
  })
  t.match(await billing.subscriptionsOf('cus_1'), [{ pastDueSince: date(noon + 60) }])
  t.match(Object.fromEntries(calls[1]?.query ?? []), { subscription: 'sub_1', status: 'open' })
})

test('all pages of a customer are read, newest first', async (t) => {
  const { billing, calls } = await fakeStripe(t, {
    'GET /v1/subscriptions': [
      list([subscription({ id: 'sub_1' })], true),
      list([subscription({ id: 'sub_2', created: later })]),
    ],
  })
  t.match(await billing.subscriptionsOf('cus_1'), [{ id: 'sub_2' }, { id: 'sub_1' }])
  t.equal(calls[1]?.query.get('starting_after'), 'sub_1')
})

test('all there are come in pages: those that run, then those that ended in the last 30 days', async (t) => {
  const now = Math.floor(Date.now() / 1000)
  const day = 86_400
  const { billing, calls } = await fakeStripe(t, {
    'GET /v1/subscriptions': [
      list([subscription({ id: 'sub_4' })], true),
      list([subscription({ id: 'sub_3' })]),
      list([
        subscription({ id: 'sub_2', status: 'canceled', ended_at: now - 29 * day }),
        subscription({ id: 'sub_1', status: 'canceled', ended_at: now - 31 * day }),
      ]),
    ],
  })
  const seen: string[] = []
  let after: string | null = null
  do {
    const { items, next } = await billing.subscriptions(after)
    seen.push(...items.map(({ id }) => id))
    after = next
  } while (after !== null)
  t.same(seen, ['sub_4', 'sub_3', 'sub_2'])
  t.same(
    calls.map(({ query }) => [query.get('status'), query.get('starting_after')]),
    [
      [null, null],
      [null, 'sub_4'],
      ['ended', null],
    ],
  )
})

test('an end is set, taken back, or comes at once; what is so already changes nothing', async (t) => {
  const over = subscription({ status: 'canceled', ended_at: later })
  const rows: readonly [object, 'at_period_end' | 'now' | 'never', string | null][] = [
    [subscription(), 'at_period_end', 'POST cancel_at_period_end=true'],
    [
      subscription({ cancel_at_period_end: true, cancel_at: later }),
      'never',
      'POST cancel_at_period_end=false',
    ],
    [subscription({ cancel_at: later }), 'never', 'POST cancel_at='],
    [subscription(), 'now', 'DELETE '],
    [subscription(), 'never', null],
    [subscription({ cancel_at_period_end: true }), 'at_period_end', null],
    [over, 'now', null],
    [over, 'at_period_end', null],
  ]
  for (const [before, end, wanted] of rows) {
    const { billing, calls } = await fakeStripe(t, {
      'GET /v1/subscriptions/sub_1': before,
      'POST /v1/subscriptions/sub_1': subscription(),
      'DELETE /v1/subscriptions/sub_1': over,
    })
    t.match(await billing.setEnd('sub_1', end), { id: 'sub_1' })
    const changes = calls
      .filter(({ what }) => !what.startsWith('GET'))
      .map(({ what, form }) => `${what.split(' ')[0]} ${form.toString()}`)
    t.same(changes, wanted === null ? [] : [wanted])
  }
  const { billing } = await fakeStripe(t, { 'GET /v1/subscriptions/sub_1': over })
  await t.rejects(billing.setEnd('sub_1', 'never'), failure('refused'))
  await t.rejects(billing.setEnd('sub_9', 'now'), failure('absent'))
})

test('one that another attempt ended meanwhile is over', async (t) => {
  const { billing } = await fakeStripe(t, {
    'GET /v1/subscriptions/sub_1': [subscription(), subscription({ status: 'canceled' })],
    'DELETE /v1/subscriptions/sub_1': missing('sub_1'),
  })
  t.match(await billing.setEnd('sub_1', 'now'), { status: 'canceled' })
})
