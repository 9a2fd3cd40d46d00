import { test } from 'tap'
import { failure, fakeStripe, list, missing } from '../test/fake-stripe.ts'
import { noon } from '../test/objects.ts'

const customer = (id: string, more: object = {}) => ({
  id,
  object: 'customer',
  created: noon,
  metadata: { t21_reference: "o'1" },
  ...more,
})

test('a customer is made with its reference alone under the key, so that a new name does not spoil it', async (t) => {
  const { billing, calls } = await fakeStripe(t, {
    'POST /v1/customers': customer('cus_1'),
    'POST /v1/customers/cus_1': customer('cus_1'),
  })
  const ada = { reference: 'o1', email: 'ada@example.com', name: 'Ada' }
  t.same(await billing.createCustomer(ada, { idempotencyKey: 'k' }), { id: 'cus_1' })
  t.same(Object.fromEntries(calls[0]?.form ?? []), { 'metadata[t21_reference]': 'o1' })
  t.equal(calls[0]?.headers['idempotency-key'], 'k')
  t.same(Object.fromEntries(calls[1]?.form ?? []), { email: 'ada@example.com', name: 'Ada' })
})

test('the customers of a reference are found, oldest first, without those that are gone or of another', async (t) => {
  const { billing, calls } = await fakeStripe(t, {
    'GET /v1/customers/search': {
      object: 'search_result',
      has_more: false,
      data: ['new', 'old', 'gone', 'other'].map((id) => customer(id)),
    },
    'GET /v1/customers/new': customer('new', { created: noon + 1 }),
    'GET /v1/customers/old': customer('old'),
    'GET /v1/customers/gone': { id: 'gone', object: 'customer', deleted: true },
    'GET /v1/customers/other': customer('other', { metadata: { t21_reference: "O'1" } }),
  })
  t.same(await billing.customersOf("o'1"), [{ id: 'old' }, { id: 'new' }])
  t.equal(calls[0]?.query.get('query'), String.raw`metadata['t21_reference']:'o\'1'`)
})

test('only what changes of a customer is said', async (t) => {
  const { billing, calls } = await fakeStripe(t, { 'POST /v1/customers/cus_1': customer('cus_1') })
  await billing.updateCustomer('cus_1', { email: 'new@example.com' })
  t.same(Object.fromEntries(calls[0]?.form ?? []), { email: 'new@example.com' })
})

test('a customer is removed once, and again', async (t) => {
  const { billing, calls } = await fakeStripe(t, {
    'DELETE /v1/customers/cus_1': [{ id: 'cus_1', deleted: true }, missing('cus_1')],
  })
  await billing.removeCustomer('cus_1')
  await billing.removeCustomer('cus_1')
  t.equal(calls.length, 2)
})

test('whose a refund, a dispute or a charge is can be asked', async (t) => {
  const { billing } = await fakeStripe(t, {
    'GET /v1/disputes/du_1': { id: 'du_1', charge: 'ch_1' },
    'GET /v1/refunds/re_1': { id: 're_1', charge: 'ch_1' },
    'GET /v1/refunds/re_2': { id: 're_2', charge: null },
    'GET /v1/charges/ch_1': { id: 'ch_1', customer: 'cus_1' },
    'GET /v1/charges/ch_2': { id: 'ch_2', customer: null },
    'GET /v1/subscriptions': list([]),
  })
  for (const id of ['du_1', 're_1', 'ch_1']) t.same(await billing.customerOf(id), { id: 'cus_1' })
  for (const id of ['re_2', 'ch_2']) t.equal(await billing.customerOf(id), null)
  await t.rejects(billing.customerOf('du_9'), failure('absent'))
})
