import { test } from 'tap'
import { fakeStripe, list } from '../test/fake-stripe.ts'
import { charge, invoice, later, noon } from '../test/objects.ts'

const date = (seconds: number) => new Date(seconds * 1000)

test('a bill is told with its links, the period that it pays for, and what was given back', async (t) => {
  const { billing, calls } = await fakeStripe(t, {
    'GET /v1/invoices': list([invoice()]),
    'GET /v1/charges': list([
      charge({ amount_refunded: 200 }),
      charge({ id: 'ch_2', payment_intent: 'pi_2', amount_refunded: 99 }),
    ]),
  })
  t.same(await billing.invoicesOf('cus_1', null), {
    items: [
      {
        id: 'in_1',
        customerId: 'cus_1',
        number: 'T21-0001',
        status: 'paid',
        amount: 700,
        currency: 'gbp',
        amountPaid: 700,
        amountRefunded: 200,
        periodStart: date(noon),
        periodEnd: date(later),
        createdAt: date(noon),
        url: 'https://invoice.stripe.com/i/1',
        pdfUrl: 'https://pay.stripe.com/1.pdf',
      },
    ],
    next: null,
  })
  t.match(Object.fromEntries(calls[0]?.query ?? []), {
    customer: 'cus_1',
    'expand[0]': 'data.payments',
  })
  t.equal(calls[1]?.query.get('created[gte]'), String(noon))
})

test('bills come in pages, and nobody looks for refunds of what was not paid', async (t) => {
  const unpaid = { status: 'open', amount_paid: 0, payments: undefined, hosted_invoice_url: null }
  const { billing, calls } = await fakeStripe(t, {
    'GET /v1/invoices': [
      list([invoice({ ...unpaid, id: 'in_2', lines: { data: [] } })], true),
      list([invoice({ ...unpaid, status: 'draft', number: null })]),
    ],
  })
  const first = await billing.invoicesOf('cus_1', null)
  t.match(first, { items: [{ status: 'open', url: null, periodEnd: date(noon) }], next: 'in_2' })
  const second = await billing.invoicesOf('cus_1', first.next)
  t.match(second, { items: [{ status: 'draft', number: null, amountRefunded: 0 }], next: null })
  t.equal(calls.length, 2)
  t.equal(calls[1]?.query.get('starting_after'), 'in_2')
})

test('refunds and disputes of all charges are told, newest first, with their bill', async (t) => {
  const refund = {
    id: 're_1',
    object: 'refund',
    amount: 200,
    currency: 'gbp',
    status: 'succeeded',
    reason: 'requested_by_customer',
    created: noon + 10,
  }
  const { billing, calls } = await fakeStripe(t, {
    'GET /v1/charges': list([
      charge({ id: 'ch_2' }),
      charge({ disputed: true, refunds: { data: [refund], has_more: false } }),
    ]),
    'GET /v1/disputes': list([
      {
        ...refund,
        id: 'du_1',
        object: 'dispute',
        status: 'needs_response',
        reason: 'fraudulent',
        created: later,
      },
    ]),
    'GET /v1/invoice_payments': list([{ invoice: 'in_1' }]),
  })
  t.same(await billing.reversalsOf('cus_1', null), {
    items: [
      {
        id: 'du_1',
        customerId: 'cus_1',
        invoiceId: 'in_1',
        amount: 200,
        currency: 'gbp',
        kind: 'dispute',
        status: 'open',
        reason: 'fraudulent',
        createdAt: date(later),
      },
      {
        id: 're_1',
        customerId: 'cus_1',
        invoiceId: 'in_1',
        amount: 200,
        currency: 'gbp',
        kind: 'refund',
        status: 'succeeded',
        reason: 'requested_by_customer',
        createdAt: date(noon + 10),
      },
    ],
    next: null,
  })
  t.equal(calls[0]?.query.get('expand[0]'), 'data.refunds')
  t.equal(calls[1]?.query.get('charge'), 'ch_1')
  t.equal(calls[2]?.query.get('payment[payment_intent]'), 'pi_1')
})

test('more refunds than come with a charge are read, and told in pages', async (t) => {
  const refunds = Array.from({ length: 101 }, (_, index) => ({
    id: `re_${index}`,
    amount: 1,
    currency: 'gbp',
    status: null,
    reason: null,
    created: noon + index,
  }))
  const { billing } = await fakeStripe(t, {
    'GET /v1/charges': list([charge({ refunds: { data: [], has_more: true } })]),
    'GET /v1/refunds': list(refunds),
    'GET /v1/invoice_payments': list([]),
  })
  const first = await billing.reversalsOf('cus_1', null)
  t.match(first, { items: { length: 100 }, next: 're_1' })
  t.match(first.items[0], { id: 're_100', invoiceId: null })
  t.match(await billing.reversalsOf('cus_1', first.next), {
    items: [{ id: 're_0' }],
    next: null,
  })
})

test('how far refunds and disputes are is said in the words of the contract', async (t) => {
  const money = { amount: 1, currency: 'gbp', reason: null, created: noon }
  const rows = [
    ['refund', 'pending', 'pending'],
    ['refund', 'requires_action', 'pending'],
    ['refund', 'succeeded', 'succeeded'],
    ['refund', 'failed', 'failed'],
    ['refund', 'canceled', 'failed'],
    ['dispute', 'warning_needs_response', 'open'],
    ['dispute', 'warning_under_review', 'open'],
    ['dispute', 'needs_response', 'open'],
    ['dispute', 'under_review', 'open'],
    ['dispute', 'appeal_under_review', 'open'],
    ['dispute', 'warning_closed', 'won'],
    ['dispute', 'prevented', 'won'],
    ['dispute', 'won', 'won'],
    ['dispute', 'lost', 'lost'],
  ] as const
  const of = (wanted: 'refund' | 'dispute') =>
    rows
      .filter(([kind]) => kind === wanted)
      .map(([, status]) => ({ ...money, id: `${wanted} ${status}`, status }))
  const { billing } = await fakeStripe(t, {
    'GET /v1/charges': list([
      charge({ disputed: true, refunds: { data: of('refund'), has_more: false } }),
    ]),
    'GET /v1/disputes': list(of('dispute')),
    'GET /v1/invoice_payments': list([]),
  })
  const { items } = await billing.reversalsOf('cus_1', null)
  t.same(
    Object.fromEntries(items.map(({ id, status }) => [id, status])),
    Object.fromEntries(rows.map(([kind, word, status]) => [`${kind} ${word}`, status])),
  )
})
