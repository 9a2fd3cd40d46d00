import { t as file, test } from 'tap'
import { testApp, registerUser, senderOf } from '../../../../test/support/app.ts'
import { buildStaff, staffOf } from '../../../../test/support/staff.ts'
import { inOrganizations } from '../../db/tenancy.ts'
import { quotaOf } from '../quotas/quotas.service.ts'
import { actAsStaff } from '../staff/staff-principal.ts'
import { endPlanGrants, grantPlan, grantQuota, revokePlan } from './grants.service.ts'

const { app, context, database } = await testApp(file)
const send = senderOf(app)
const [mine, other] = [await registerUser(app), await registerUser(app)]
const day = 86_400_000
const inDays = (days: number) => new Date(Date.now() + days * day)

const limitOf = async (organizationId: string, metric: 'aiCredits' | 'posts' | 'brands') => {
  const quota = await inOrganizations(database, [organizationId], (transaction) =>
    quotaOf(transaction, organizationId, metric),
  )
  return quota.limit
}
const tierOf = async (id: string) =>
  (await database.system('organizations').where({ id }).first('subscription_tier'))
    ?.subscription_tier as string

test('credits that are given count in this period, in what is used and in what is shown', async (t) => {
  const staff = await staffOf(context, await buildStaff(context, 'SUPPORT'))
  const give = (amount: number) =>
    actAsStaff(staff, [mine.organizationId], () =>
      grantQuota(context, mine.organizationId, { metric: 'aiCredits', amount, most: 50 }),
    )
  for (const amount of [0, -1, 51, 1.5, Number.NaN]) {
    await t.rejects(give(amount), { code: 'VALIDATION_ERROR' })
  }
  t.equal(await limitOf(mine.organizationId, 'aiCredits'), 10, 'nothing was given')
  await give(50)
  await give(5)
  t.equal(await limitOf(mine.organizationId, 'aiCredits'), 65)
  t.equal(await limitOf(mine.organizationId, 'posts'), 30)
  t.equal(await limitOf(other.organizationId, 'aiCredits'), 10)
  const usage = JSON.stringify((await send(mine, 'GET', '/users/me/usage')).data)
  t.match(usage, /"limit":65/)
  const log = await send(mine, 'GET', '/audit-log?resource=quota_grant')
  t.match(log.data, [{ actor: 'staff', changes: { amount: { to: 5 } } }, {}])

  await database.system('quota_grants').update({ period: '2020-01' })
  t.equal(await limitOf(mine.organizationId, 'aiCredits'), 10, 'not in another period')
})

test('a plan is given until a date, and ends by itself', async (t) => {
  const give = (until: Date, mostDays = 90) =>
    grantPlan(context, mine.organizationId, { tier: 'PRO', until, mostDays })
  for (const until of [inDays(-1), inDays(91), new Date(Number.NaN)]) {
    await t.rejects(give(until), { code: 'VALIDATION_ERROR' })
  }
  await give(inDays(30))
  t.equal(await tierOf(mine.organizationId), 'PRO')
  t.equal(await limitOf(mine.organizationId, 'brands'), 10)
  t.equal(await tierOf(other.organizationId), 'FREE')
  await give(inDays(60))
  t.equal(await endPlanGrants(context), 0, 'the longer one counts')

  await database.system('plan_grants').update({ until: inDays(-1) })
  t.equal(await endPlanGrants(context), 1)
  t.equal(await tierOf(mine.organizationId), 'FREE')
  t.equal(await endPlanGrants(context), 0)
  await t.rejects(revokePlan(context, mine.organizationId), { code: 'NOT_FOUND' })
})

test('who pays for more keeps it, and who pays for less has it again afterwards', async (t) => {
  const paid = async (tier: string) => {
    await database.system('subscriptions').where({ organization_id: other.organizationId }).delete()
    await database.system('subscriptions').insert({
      organization_id: other.organizationId,
      provider: 'x',
      provider_subscription_id: tier,
      price_id: 'p',
      current_period_end: inDays(20),
      tier,
      status: 'active',
    })
  }
  const give = (tier: 'PRO' | 'BUSINESS') =>
    grantPlan(context, other.organizationId, { tier, until: inDays(5), mostDays: 90 })
  await paid('BUSINESS')
  await give('PRO')
  t.equal(await tierOf(other.organizationId), 'BUSINESS')
  await paid('PRO')
  await give('BUSINESS')
  t.equal(await tierOf(other.organizationId), 'BUSINESS')
  await revokePlan(context, other.organizationId)
  t.equal(await tierOf(other.organizationId), 'PRO')
})
