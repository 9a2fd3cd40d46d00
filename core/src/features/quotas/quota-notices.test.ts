import { randomUUID } from 'node:crypto'
import { test, type Test } from 'tap'
import { testDatabase } from '../../../../test/support/database.ts'
import { buildMember, buildTenant, buildUser } from '../../../../test/support/factories.ts'
import { openDatabase, type Database } from '../../db/database.ts'
import { inOrganizations } from '../../db/tenancy.ts'
import type { QuotaMetric } from './plan-limits.ts'
import { crossed } from './quota-notices.ts'
import { consumeQuota, returnQuota } from './quotas.service.ts'

test('at 80 and at 100 percent owners and admins are told once, however often it is crossed', async (t) => {
  const { database, mine, other, consume, told, events } = await start(t)
  const ids = Array.from({ length: 30 }, () => randomUUID())
  for (const id of ids.slice(0, 23)) await consume(mine, 'posts', id)
  t.same(await told(mine), [])
  await consume(mine, 'posts', ids[23])
  t.match(await told(mine), [{ type: 'LIMIT_REACHED', title: '80 % used: posts of this month' }])
  for (const id of ids.slice(24)) await consume(mine, 'posts', id)
  const both = await told(mine)
  t.match(both, [
    { title: /^80 %/ },
    { title: /^The limit is reached/, message: /^30 of 30 posts/ },
  ])
  t.same([...new Set(both.map(({ user_id: id }) => id))], [mine.user.id], 'members are not')
  t.match(await events(mine), [
    {
      type: 'quota.reached',
      data: { metric: 'posts', used: 30, limit: 30, period: /^\d{4}-\d\d$/ },
    },
  ])

  for (const subjectId of ids.slice(20)) {
    await inOrganizations(database, [mine.organization.id], (transaction) =>
      returnQuota(transaction, {
        organizationId: mine.organization.id,
        metric: 'posts',
        subjectId,
      }),
    )
  }
  for (let count = 0; count < 10; count += 1) await consume(mine, 'posts')
  t.equal((await told(mine)).length, 2, 'not again')
  t.same(await told(other), [])
  t.same(await events(other), [])
})

test('where a limit is small, 80 percent is all of it, and is told as that; another limit is another notice', async (t) => {
  const { database, mine, consume, told } = await start(t)
  for (let count = 0; count < 3; count += 1) await consume(mine, 'brands')
  t.match(await told(mine), [{ title: 'The limit is reached: brands' }])
  t.equal((await told(mine)).length, 1)
  await database
    .system('organizations')
    .where({ id: mine.organization.id })
    .update({ subscription_tier: 'PRO' })
  for (let count = 0; count < 7; count += 1) await consume(mine, 'brands')
  t.match(
    (await told(mine)).map(({ title }) => title),
    ['The limit is reached: brands', '80 % used: brands', 'The limit is reached: brands'],
  )
  t.equal(crossed({ amount: 1, quota: { used: 5, limit: 3 } }), undefined, 'after a downgrade')
})

test('of 200 at once exactly one crosses each threshold, for each kind', async (t) => {
  const { url, database, mine } = await start(t)
  const many = openDatabase({ url, poolSize: 20, name: 'crowd' })
  t.teardown(() => many.close())
  const limits = { brands: 3, posts: 30, aiCredits: 10, members: 3, socialAccounts: 10 } as const
  for (const [metric, limit] of Object.entries(limits) as [QuotaMetric, number][]) {
    const organizationId = mine.organization.id
    const outcomes = await Promise.allSettled(
      Array.from({ length: 200 }, () =>
        inOrganizations(many, [organizationId], (transaction) =>
          consumeQuota(transaction, { organizationId, metric, subjectId: randomUUID() }),
        ),
      ),
    )
    t.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, limit, metric)
    const events = await database
      .system('webhook_deliveries')
      .where({ type: 'quota.reached' })
      .whereRaw(`data ->> 'metric' = ?`, [metric])
    t.equal(events.length, 1, metric)
  }
  const notices = await database.system('notifications').where({ type: 'LIMIT_REACHED' })
  t.equal(notices.length, 8, 'posts, credits and accounts twice, the small ones once')
})

test('who is refused, or takes it back, tells nothing', async (t) => {
  const { database, mine, told, events } = await start(t)
  const organizationId = mine.organization.id
  const subjectId = randomUUID()
  await t.rejects(
    inOrganizations(database, [organizationId], async (transaction) => {
      await consumeQuota(transaction, { organizationId, metric: 'posts', subjectId, amount: 30 })
      throw new Error('undone')
    }),
    /undone/,
  )
  await t.rejects(
    inOrganizations(database, [organizationId], (transaction) =>
      consumeQuota(transaction, { organizationId, metric: 'posts', subjectId, amount: 31 }),
    ),
    { code: 'QUOTA_EXCEEDED' },
  )
  t.same([...(await told(mine)), ...(await events(mine))], [])
})

async function start(t: Test) {
  const database = await testDatabase(t)
  const [mine, other] = [await buildTenant(database), await buildTenant(database)]
  const user = await buildUser(database)
  const organizationId = mine.organization.id
  await buildMember(database, { organizationId, userId: user.id, role: 'MEMBER' })
  for (const { organization } of [mine, other]) {
    await database.system('webhook_endpoints').insert({
      organization_id: organization.id,
      url: 'https://hooks.example.com/',
      signing_secret: 'sealed',
    })
  }
  const of = ({ organization }: typeof mine) => ({ organization_id: organization.id })
  return {
    database: database as Database,
    url: database.url,
    mine,
    other,
    consume: (
      { organization: { id } }: typeof mine,
      metric: QuotaMetric,
      subjectId = randomUUID(),
    ) =>
      inOrganizations(database, [id], (transaction) =>
        consumeQuota(transaction, { organizationId: id, metric, subjectId }),
      ),
    told: (who: typeof mine) =>
      database.system('notifications').where(of(who)).orderBy('id') as Promise<
        { title: string; message: string; user_id: string }[]
      >,
    events: (who: typeof mine) =>
      database.system('webhook_deliveries').where(of(who)).orderBy('id') as Promise<object[]>,
  }
}
