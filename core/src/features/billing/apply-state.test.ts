import pg from 'pg'
import tap, { test } from 'tap'
import { billingSite } from '../../../../test/support/billing-site.ts'
import { buildMember, buildUser } from '../../../../test/support/factories.ts'
import { fakeSubscription } from '../../../../test/support/fake-billing.state.ts'
import { reconcileBilling } from './reconcile-billing.ts'
import { syncCustomer } from './sync-customer.ts'

const site = await billingSite(tap)
const { context, database, state, customer, tierOf } = site
const { system } = database
type Customer = Awaited<ReturnType<typeof customer>>

test('subscription, limits, bills and notices change together, or not at all', async (t) => {
  const mine = await customer()
  const { organizationId, customerId } = mine
  const rows = async () => ({
    subscription: await system('subscriptions').where({ organization_id: organizationId }).first(),
    bills: await system('invoices').where({ organization_id: organizationId }),
    notices: await site.noticesOf(mine),
  })
  const before = await rows()
  become(mine, { plan: 'BUSINESS' })
  state.invoices.push(billOf(customerId, 'in_together', 'paid'))
  // The last thing that is written fails.
  const owner = new pg.Client({ connectionString: database.url })
  await owner.connect()
  t.teardown(() => owner.end())
  await owner.query(`create function refuse() returns trigger language plpgsql as
    $$ begin raise exception 'not now'; end $$;
    create trigger refuse before update of subscription_tier on organizations
      for each row execute function refuse()`)
  await t.rejects(syncCustomer(context, customerId), /not now/)
  t.same(await rows(), before)
  t.equal(await tierOf(mine), 'PRO')
  await owner.query('drop function refuse() cascade')
  await syncCustomer(context, customerId)
  t.equal(await tierOf(mine), 'BUSINESS')
  t.match(await rows(), { subscription: { tier: 'BUSINESS' }, bills: { length: 1 } })
})

test('months of quotas begin with the billing period, keep its day through short months, and move with a new beginning', async (t) => {
  const [mine, other] = [await customer(), await customer()]
  const starts = [
    ['2026-01-31T10:00:00.000Z', '2026-01-31T10:00:00.000Z'],
    ['2026-02-28T10:00:00.000Z', '2026-01-31T10:00:00.000Z'],
    ['2026-03-31T10:00:00.000Z', '2026-01-31T10:00:00.000Z'],
    ['2026-04-12T08:00:00.000Z', '2026-04-12T08:00:00.000Z'],
  ] as const
  const theirs = await anchorOf(other)
  for (const [begins, anchor] of starts) {
    // A life of its own: the first one begins anew, too.
    become(mine, { periodStart: new Date(begins), periodEnd: new Date(Date.parse(begins) + 28e8) })
    await syncCustomer(context, mine.customerId)
    t.equal((await anchorOf(mine)).toISOString(), anchor, begins)
  }
  t.same(await anchorOf(other), theirs)
})

test('drafts are no bills yet; what they become is', async (t) => {
  const { customerId, organizationId } = await customer()
  const count = async () =>
    (await system('invoices').where({ organization_id: organizationId })).length
  state.invoices.push(billOf(customerId, 'in_draft', 'draft'))
  await syncCustomer(context, customerId)
  t.equal(await count(), 0)
  state.invoices.splice(-1, 1, billOf(customerId, 'in_draft', 'open'))
  await syncCustomer(context, customerId)
  t.equal(await count(), 1)
})

test('money is told to owners and admins, and not to those who only work there', async (t) => {
  const mine = await customer()
  const { organizationId, customerId } = mine
  const told: Record<string, string> = {}
  for (const role of ['ADMIN', 'MEMBER', 'VIEWER']) {
    const { id: userId } = await buildUser(database)
    await buildMember(database, { organizationId, userId, role })
    told[userId] = role
  }
  become(mine, { plan: 'BUSINESS', cancelAtPeriodEnd: true })
  await syncCustomer(context, customerId)
  const who = await system('notifications')
    .where({ organization_id: organizationId })
    .whereIn('user_id', Object.keys(told))
    .pluck('user_id')
  t.same(new Set(who.map((id) => told[id])), new Set(['ADMIN']))
})

test('programs are told of a change once', async (t) => {
  const mine = await customer()
  const { organizationId } = mine
  await system('webhook_endpoints').insert({
    organization_id: organizationId,
    url: 'https://hooks.example/',
    signing_secret: 'sealed',
  })
  const events = () => system('webhook_deliveries').where({ organization_id: organizationId })
  become(mine, { plan: 'BUSINESS' })
  for (let count = 0; count < 3; count += 1) await syncCustomer(context, mine.customerId)
  t.match(await events(), [{ data: { tier: 'BUSINESS', status: 'active' } }])
  t.equal((await events()).length, 1)
})

test('what the nightly comparison repaired stands in the findings', async (t) => {
  const mine = await customer()
  become(mine, { plan: 'BUSINESS' })
  await reconcileBilling(context)
  t.match(await system('billing_findings').where({ kind: 'repaired', subject: mine.customerId }), [
    {
      organization_id: mine.organizationId,
      details: { changes: { tier: ['PRO', 'BUSINESS'] } },
      times: 1,
    },
  ])
})

async function anchorOf({ organizationId }: Customer): Promise<Date> {
  const row = await system('subscriptions')
    .where({ organization_id: organizationId })
    .first<{ period_anchor: Date }>('period_anchor')
  return row.period_anchor
}

/** The provider has it so from now on. */
function become({ subscriptionId: id, customerId }: Customer, fields: object): void {
  state.subscriptions.set(id, { ...fakeSubscription({ id, customerId }), ...fields })
}

function billOf(customerId: string, id: string, status: 'draft' | 'open' | 'paid') {
  const at = new Date()
  const money = { amount: 700, amountPaid: 0, amountRefunded: 0, currency: 'gbp' }
  const times = { periodStart: at, periodEnd: at, createdAt: at }
  return { id, customerId, number: null, status, url: null, pdfUrl: null, ...money, ...times }
}
