import tap, { test, type Test } from 'tap'
import { billingSite } from '../../../../test/support/billing-site.ts'
import { billingWebhook, type FakeBillingEvent } from '../../../../test/support/fake-billing.ts'
import { processWebhooks } from '../webhooks-in/process-webhooks.ts'

const site = await billingSite(tap)
const { app, context, database, state, customer, tierOf } = site
const { system } = database

test('a reversal whose event names no customer is asked for, stored, and told', async (t) => {
  const [mine, other] = [await customer(), await customer()]
  const { customerId } = mine
  state.reversals.push({
    id: 'du_1',
    customerId,
    kind: 'dispute',
    status: 'open',
    reason: 'fraudulent',
    amount: 700,
    currency: 'gbp',
    invoiceId: null,
    createdAt: new Date(),
  })
  await tell(t, { id: 'r', name: 'x', kind: 'reversal', customerId: null, objectId: 'du_1' })
  t.match(await system('billing_reversals').select('organization_id', 'status'), [
    { organization_id: mine.organizationId, status: 'open' },
  ])
  t.ok((await site.noticesOf(mine)).includes('A payment of £7.00 is disputed'))
  t.notOk((await site.noticesOf(other)).includes('A payment of £7.00 is disputed'))
})

test('an event of a customer that is none of ours is noted once, and changes nothing', async (t) => {
  const mine = await customer()
  const rows = () => Promise.all(['subscriptions', 'organizations', 'billing_customers'].map(all))
  const before = await rows()
  const about = { kind: 'subscription', customerId: 'cus_stranger', objectId: 'sub_x' } as const
  await tell(t, { id: 'one', name: 'x', ...about })
  await tell(t, { id: 'two', name: 'x', ...about })
  t.match(await system('billing_findings').where({ kind: 'unknown_customer' }), [
    { subject: 'cus_stranger', organization_id: null, times: 2 },
  ])
  t.same(await rows(), before)
  t.equal(await tierOf(mine), 'PRO')
})

test('the same event is stored once, however often it comes', async (t) => {
  const { customerId, subscriptionId } = await customer()
  const about = { kind: 'subscription', customerId, objectId: subscriptionId } as const
  const request = billingWebhook([{ id: 'again', name: 'x', ...about }])
  const answers = await Promise.all(Array.from({ length: 5 }, () => app.inject(request)))
  t.same(new Set(answers.map(({ statusCode }) => statusCode)), new Set([200]))
  t.equal(await processWebhooks(context), 1)
  t.equal((await app.inject(request)).statusCode, 200)
  t.equal(await processWebhooks(context), 0)
})

async function tell(t: Test, event: FakeBillingEvent): Promise<void> {
  t.equal((await app.inject(billingWebhook([event]))).statusCode, 200)
  t.equal(await processWebhooks(context), 1)
}

async function all(table: string): Promise<object[]> {
  return system(table).orderBy('id').select('*')
}
