import { t as file, test } from 'tap'
import { billingSite, type Customer } from '../../../../test/support/billing-site.ts'
import { registerUser } from '../../../../test/support/app.ts'
import { syncCustomer } from '../billing/sync-customer.ts'
import { extendPlan } from './extend-plan.service.ts'
import { endPlanGrants, grantPlan } from './grants.service.ts'

const site = await billingSite(file)
const { app, context, database, state, tierOf } = site
const { system } = database
const day = 86_400_000
const inDays = (days: number) => new Date(Math.floor(Date.now() / 1_000) * 1_000 + days * day)

/** What became of a subscription, at the provider and here. */
async function become({ customerId, subscriptionId }: Customer, fields: object): Promise<void> {
  const before = state.subscriptions.get(subscriptionId)
  if (before === undefined) throw new Error('There is no such subscription.')
  state.subscriptions.set(subscriptionId, { ...before, ...fields })
  await syncCustomer(context, customerId)
}

const extend = ({ organizationId }: { readonly organizationId: string }, days: number) =>
  extendPlan(context, organizationId, { days, mostDays: 30 })

test('a plan that was called off goes on after its paid end for so many days, and then ends by itself', async (t) => {
  const [mine, other] = [await site.customer(), await site.customer()]
  const periodEnd = inDays(3)
  for (const one of [mine, other]) await become(one, { cancelAtPeriodEnd: true, periodEnd })
  t.same(await extend(mine, 7), { tier: 'PRO', until: inDaysAfter(periodEnd, 7) })
  for (const one of [mine, other]) await become(one, { status: 'canceled' })
  t.equal(await tierOf(mine), 'PRO', 'it goes on where it would have ended')
  t.equal(await tierOf(other), 'FREE', 'and nobody else’s')
  t.equal(await endPlanGrants(context), 0)
  await system('plan_grants').update({ until: inDays(-1) })
  await endPlanGrants(context)
  t.equal(await tierOf(mine), 'FREE')
})

test('who is late with a payment has more time, and who was given a plan has it longer', async (t) => {
  const late = await site.customer()
  await become(late, { status: 'past_due', pastDueSince: new Date() })
  const { grace_until: grace } = await system('subscriptions')
    .where({ organization_id: late.organizationId })
    .first('grace_until')
  t.same(await extend(late, 2), { tier: 'PRO', until: inDaysAfter(grace, 2) })
  t.same(await extend(late, 1), { tier: 'PRO', until: inDaysAfter(grace, 3) }, 'from its new end')

  const given = await registerUser(app)
  const until = inDays(10)
  await grantPlan(context, given.organizationId, { tier: 'BUSINESS', until, mostDays: 90 })
  t.same(await extend(given, 5), { tier: 'BUSINESS', until: inDaysAfter(until, 5) })
  const grants = await system('plan_grants').where({ organization_id: given.organizationId })
  t.equal(grants.filter(({ ended_at: ended }) => ended === null).length, 1, 'one at a time')
})

test('what renews by itself, and what is not there, has no end to move; nothing changes then', async (t) => {
  const [renews, free, both] = [
    await site.customer(),
    await registerUser(app),
    await site.customer(),
  ]
  await become(both, { plan: 'BUSINESS', cancelAtPeriodEnd: true, periodEnd: inDays(3) })
  await grantPlan(context, both.organizationId, { tier: 'PRO', until: inDays(60), mostDays: 90 })
  const grants = () => system('plan_grants').orderBy('id')
  const before = await grants()
  await t.rejects(extend(renews, 7), { code: 'CONFLICT', message: /renews by itself/ })
  await t.rejects(extend(free, 7), { code: 'CONFLICT', message: /no plan/ })
  await t.rejects(extend(both, 7), { code: 'CONFLICT', message: /PRO was given until .* lost/ })
  for (const days of [0, -1, 31, 1.5, Number.NaN]) {
    await t.rejects(extend(both, days), { code: 'VALIDATION_ERROR' }, String(days))
  }
  await t.rejects(extend({ organizationId: '00000000-0000-7000-8000-000000000000' }, 7), {
    code: 'NOT_FOUND',
  })
  t.same(await grants(), before)
})

function inDaysAfter(moment: Date, days: number): Date {
  return new Date(moment.getTime() + days * day)
}
