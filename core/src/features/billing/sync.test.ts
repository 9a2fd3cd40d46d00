import tap, { test } from 'tap'
import { billingSite } from '../../../../test/support/billing-site.ts'
import { billingWebhook } from '../../../../test/support/fake-billing.ts'
import { fakeSubscription } from '../../../../test/support/fake-billing.state.ts'
import { processWebhooks } from '../webhooks-in/process-webhooks.ts'
import { syncDue } from './grace.ts'
import { reconcileBilling } from './reconcile-billing.ts'
import { syncCustomer } from './sync-customer.ts'

const site = await billingSite(tap)
const { app, context, database, state, send, customer, tierOf } = site
const { system } = database
const day = 86_400_000
type Customer = Awaited<ReturnType<typeof customer>>

test('an older answer of the provider never overwrites a newer one', async (t) => {
  const mine = await customer()
  const held = Promise.withResolvers<void>()
  const reached = Promise.withResolvers<void>()
  let first = true
  t.teardown(() => Object.assign(state, { delay: async () => undefined }))
  state.delay = async (verb) => {
    if (verb !== 'subscriptionsOf' || !first) return
    first = false
    reached.resolve()
    await held.promise
  }
  const slow = syncCustomer(context, mine.customerId)
  await reached.promise
  become(mine, { plan: 'BUSINESS' })
  // As if the slow one had been given up: another turn begins while its old answer is still on the way.
  await system('billing_customers').update({ lease_until: null })
  await syncCustomer(context, mine.customerId)
  t.equal(await tierOf(mine), 'BUSINESS')
  held.resolve()
  await slow
  t.equal(await tierOf(mine), 'BUSINESS', 'the old answer was read again')
})

test('each state gives what it should, in one transaction with the tier', async (t) => {
  const [mine, other] = [await customer(), await customer()]
  const long = new Date(Date.now() - 8 * day)
  const states = [
    [{ status: 'trialing' }, 'PRO'],
    [{ status: 'active', plan: 'BUSINESS' }, 'BUSINESS'],
    [{ status: 'past_due', pastDueSince: new Date() }, 'PRO'],
    [{ status: 'past_due', pastDueSince: long }, 'FREE'],
    [{ status: 'active' }, 'PRO'],
    [{ status: 'unpaid' }, 'FREE'],
    [{ status: 'active' }, 'PRO'],
    [{ status: 'paused' }, 'FREE'],
    [{ status: 'incomplete' }, 'FREE'],
    [{ status: 'active' }, 'PRO'],
    [{ status: 'active', plan: null, priceId: 'price_strange' }, 'PRO'],
    [{ status: 'canceled' }, 'FREE'],
  ] as const
  for (const [fields, tier] of states) {
    become(mine, { plan: 'PRO', ...fields })
    await syncCustomer(context, mine.customerId)
    t.equal(await tierOf(mine), tier, JSON.stringify(fields))
  }
  const strange = await system('billing_findings').where({ subject: mine.subscriptionId })
  t.match(strange, [{ kind: 'unknown_price', details: { priceId: 'price_strange' } }])
  t.equal(await tierOf(other), 'PRO')
})

test('a late payment is told once at its start and once before its end, and costs the plan only after its grace', async (t) => {
  const mine = await customer()
  become(mine, { status: 'past_due', pastDueSince: new Date(Date.now() - 5.5 * day) })
  for (let count = 0; count < 3; count += 1) await syncCustomer(context, mine.customerId)
  for (let count = 0; count < 3; count += 1) await syncDue(context)
  t.same(await site.noticesOf(mine), [
    'Your plan is PRO now',
    'A payment could not be taken',
    'Your plan ends soon: a payment is late',
  ])
  await system('subscriptions')
    .where({ organization_id: mine.organizationId })
    .update({ grace_until: new Date(0) })
  t.teardown(() => Object.assign(state, { away: false }))
  state.away = true
  await syncDue(context)
  t.equal(await tierOf(mine), 'PRO', 'while nobody can be asked nothing is taken away')
  state.away = false
  become(mine, { status: 'past_due', pastDueSince: new Date(Date.now() - 8 * day) })
  await syncDue(context)
  t.equal(await tierOf(mine), 'FREE')
})

test('of several subscriptions the best counts, and the doubled one is reported', async (t) => {
  const mine = await customer()
  const { customerId } = mine
  state.subscriptions.set(
    'sub_double',
    fakeSubscription({ id: 'sub_double', customerId, plan: 'BUSINESS' }),
  )
  await syncCustomer(context, customerId)
  t.equal(await tierOf(mine), 'BUSINESS')
  t.match(await system('billing_findings').where({ kind: 'doubled_subscription' }), [
    { subject: mine.subscriptionId, details: { counts: 'sub_double' } },
  ])
  t.ok((await site.noticesOf(mine)).includes('You pay twice'))
})

test('bills and refunds are stored once and told once; others see nothing of them', async (t) => {
  const [mine, other] = [await customer(), await customer()]
  const { customerId } = mine
  const at = new Date('2026-11-01T00:00:00.000Z')
  const money = { customerId, amount: 700, currency: 'gbp', createdAt: at }
  const links = { url: 'https://pay.example/i', pdfUrl: 'https://pay.example/i.pdf' }
  const paid = { number: 'T21-1', status: 'paid', amountPaid: 700, amountRefunded: 0 } as const
  state.invoices.push({ id: 'in_1', ...money, ...paid, ...links, periodStart: at, periodEnd: at })
  const refund = { kind: 'refund', status: 'succeeded', reason: null, invoiceId: 'in_1' } as const
  state.reversals.push({ id: 're_1', ...money, ...refund })
  const event = {
    id: 'e',
    name: 'refunded',
    kind: 'reversal',
    customerId: null,
    objectId: 're_1',
  } as const
  for (let count = 0; count < 2; count += 1) {
    t.equal((await app.inject(billingWebhook([event]))).statusCode, 200)
    await processWebhooks(context)
    await syncCustomer(context, customerId)
  }
  t.equal((await site.noticesOf(mine)).filter((title) => title === 'A refund of £7.00').length, 1)
  const { data } = await send(mine, 'GET', '/subscriptions/invoices')
  t.match(data, [{ number: 'T21-1', amount: 700, pdfUrl: 'https://pay.example/i.pdf' }])
  t.match((await send(other, 'GET', '/subscriptions/invoices')).data, { length: 0 })
  const refunds = await send(mine, 'GET', '/subscriptions/refunds')
  t.match(refunds.data, [
    { kind: 'refund', status: 'succeeded', amount: 700, currency: 'gbp', invoiceId: data[0].id },
  ])
  t.equal(refunds.data.length, 1)
  t.match((await send(other, 'GET', '/subscriptions/refunds')).data, { length: 0 })
  const asked = `/subscriptions/refunds?organizationId=${mine.organizationId}`
  t.match(await send(other, 'GET', asked), { statusCode: 404 })
})

test('each step of a refund or a dispute is told once, in words, and the list has the last one', async (t) => {
  const mine = await customer()
  const { customerId } = mine
  const money = { customerId, amount: 700, currency: 'gbp', reason: null, invoiceId: null }
  const steps = [
    ['refund', 'pending', 'A refund of £7.00 is on its way'],
    ['refund', 'failed', 'A refund of £7.00 failed'],
    ['dispute', 'open', 'A payment of £7.00 is disputed'],
    ['dispute', 'won', 'A dispute of £7.00 is over'],
    ['dispute', 'lost', 'A dispute of £7.00 is over'],
  ] as const
  t.teardown(() => state.reversals.splice(0))
  for (const [index, [kind, status]] of steps.entries()) {
    const createdAt = new Date(Date.UTC(2026, 10, kind === 'refund' ? 1 : 2))
    state.reversals.splice(0, Infinity, { id: `${kind}_2`, kind, status, createdAt, ...money })
    for (let count = 0; count < 2; count += 1) await syncCustomer(context, customerId)
    const told = (await site.noticesOf(mine)).slice(1)
    t.same(
      told,
      steps.slice(0, index + 1).map(([, , title]) => title),
    )
  }
  t.match((await send(mine, 'GET', '/subscriptions/refunds')).data, [
    { kind: 'dispute', status: 'lost', invoiceId: null },
    { kind: 'refund', status: 'failed' },
  ])
  const first = await send(mine, 'GET', '/subscriptions/refunds?limit=1')
  t.match(first.data, [{ kind: 'dispute' }])
  t.equal(first.data.length, 1)
})

test('what was not told is repaired by the nightly comparison, which says what; who is unknown changes nothing', async (t) => {
  const mine = await customer()
  await reconcileBilling(context)
  become(mine, { plan: 'BUSINESS' })
  state.subscriptions.set('sub_x', fakeSubscription({ id: 'sub_x', customerId: 'cus_unknown' }))
  const { repairs, unknown } = await reconcileBilling(context)
  t.match(repairs, [
    { organizationId: mine.organizationId, changes: { tier: ['PRO', 'BUSINESS'] } },
  ])
  t.equal(repairs.length, 1)
  t.same(unknown, ['cus_unknown'])
  const event = {
    id: 'u',
    name: 'x',
    kind: 'subscription',
    customerId: 'cus_unknown',
    objectId: 'x',
  } as const
  await app.inject(billingWebhook([event]))
  t.equal(await processWebhooks(context), 1)
  t.equal((await system('billing_findings').where({ kind: 'unknown_customer' })).length, 1)
  t.match((await reconcileBilling(context)).repairs, { length: 0 })
  state.subscriptions.delete('sub_x')
})

/** The provider has it so from now on. */
function become({ subscriptionId: id, customerId }: Customer, fields: object): void {
  state.subscriptions.set(id, { ...fakeSubscription({ id, customerId }), ...fields })
}
