import { t as file, test } from 'tap'
import { registerUser, senderOf, testApp } from '../../../../test/support/app.ts'
import { buildOrganization } from '../../../../test/support/factories.ts'
import { planLimits } from '../quotas/plan-limits.ts'

const { app, database } = await testApp(file)
const send = senderOf(app)

interface Used {
  readonly metric: string
  readonly used: number
  readonly limit: number
  readonly resetsAt: string | null
}

test('one sees what is used of everything that the plan counts, and when it begins anew', async (t) => {
  const [mine, other] = await Promise.all([registerUser(app), registerUser(app)])
  for (const name of ['Acme', 'Bakery']) await send(mine, 'POST', '/brands', { name })
  const { rows } = await database.system.raw<{ rows: { this: string; start: Date; next: Date }[] }>(
    `select to_char(now() at time zone 'UTC', 'YYYY-MM') as this,
       date_trunc('month', now(), 'UTC') as start,
       date_trunc('month', now(), 'UTC') + interval '1 month' as next`,
  )
  const now = rows[0]
  const counter = { organization_id: mine.organizationId, metric: 'posts' }
  await database.system('quota_counters').insert([
    { ...counter, period: now?.this, used: 7 },
    { ...counter, period: '2020-01', used: 30 },
    { ...counter, metric: 'aiCredits', period: now?.this, used: 2 },
  ])
  const { data } = await send(mine, 'GET', '/users/me/usage')
  t.match(data, { organizationId: mine.organizationId, subscriptionTier: 'FREE' })
  t.same(
    data.usage.map(({ metric }: Used) => metric),
    Object.keys(planLimits.FREE),
  )
  const of = (metric: string) => data.usage.find((one: Used) => one.metric === metric)
  const month = { periodStart: now?.start.toISOString(), resetsAt: now?.next.toISOString() }
  t.same(of('brands'), { metric: 'brands', used: 2, limit: 3, periodStart: null, resetsAt: null })
  t.same(of('posts'), { metric: 'posts', used: 7, limit: 30, ...month })
  t.same(of('aiCredits'), { metric: 'aiCredits', used: 2, limit: 10, ...month })
  const { data: foreign } = await send(other, 'GET', '/users/me/usage')
  t.ok(foreign.usage.every(({ used }: Used) => used === 0))
})

test('each organization has its own plan, and those of others are not there', async (t) => {
  const [mine, other] = await Promise.all([registerUser(app), registerUser(app)])
  const { id } = await buildOrganization(database, {
    ownerId: mine.user.id,
    personal: false,
    subscriptionTier: 'PRO',
  })
  const { data } = await send(mine, 'GET', `/users/me/usage?organizationId=${id}`)
  t.equal(data.subscriptionTier, 'PRO')
  t.match(data.usage, [{ metric: 'brands', used: 0, limit: 10 }])
  const foreign = `/users/me/usage?organizationId=${other.organizationId}`
  t.equal((await send(mine, 'GET', foreign)).statusCode, 404)
})
