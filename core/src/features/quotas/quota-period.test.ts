import { randomUUID } from 'node:crypto'
import tap, { test } from 'tap'
import { registerUser, senderOf, testApp } from '../../../../test/support/app.ts'
import { inOrganizations } from '../../db/tenancy.ts'
import { consumeQuota, quotaOf, returnQuota } from './quotas.service.ts'
import { reconcileQuotas } from './reconcile-quotas.ts'

const { app, context, database } = await testApp(tap)
const { system } = database
const send = senderOf(app)
const day = 86_400_000

test('the months of a paid plan are counted from its anchor, also where months are short', async (t) => {
  const periods = [
    ['2026-01-31T10:00:00Z', '2026-01-31T10:00:00Z', '2026-01-31', '2026-02-28T10:00:00.000Z'],
    ['2026-01-31T10:00:00Z', '2026-02-28T09:59:59Z', '2026-01-31', '2026-02-28T10:00:00.000Z'],
    ['2026-01-31T10:00:00Z', '2026-02-28T10:00:00Z', '2026-02-28', '2026-03-31T10:00:00.000Z'],
    ['2026-01-31T10:00:00Z', '2026-03-31T09:59:59Z', '2026-02-28', '2026-03-31T10:00:00.000Z'],
    ['2026-01-31T10:00:00Z', '2027-01-31T10:00:00Z', '2027-01-31', '2027-02-28T10:00:00.000Z'],
    ['2024-02-29T00:00:00Z', '2025-03-01T00:00:00Z', '2025-02-28', '2025-03-29T00:00:00.000Z'],
    // A provider whose clock is ahead.
    ['2026-05-05T10:00:00Z', '2026-05-05T09:59:00Z', '2026-05-05', '2026-06-05T10:00:00.000Z'],
  ] as const
  for (const [anchor, moment, period, end] of periods) {
    const found = await periodAt('PRO', anchor, moment)
    t.same({ period: found.period, end: found.end.toISOString() }, { period, end }, moment)
  }
  const free = await periodAt('FREE', '2026-01-31T10:00:00Z', '2026-03-31T23:59:59Z')
  t.match(free, { period: '2026-03', end: new Date('2026-04-01T00:00:00Z') })
})

test('what a paid plan uses counts in its own month, also where the renewal was not told; each organization has its own', async (t) => {
  const [mine, other] = [await registerUser(app), await registerUser(app)]
  const { organizationId } = mine
  await use(organizationId)
  t.equal(await used(organizationId), 1)

  const anchor = new Date(Date.now() - 40 * day)
  await subscribe(organizationId, anchor)
  t.equal(await used(organizationId), 0, 'a plan that is bought begins with its whole allowance')
  const subject = await use(organizationId)
  const { data } = await send(mine, 'GET', '/users/me/usage')
  const posts = data.usage.find((one: { metric: string }) => one.metric === 'posts')
  t.match(posts, { used: 1, limit: 150 })
  t.ok(Date.parse(posts.periodStart) > anchor.getTime() + 27 * day, 'the second month')
  t.ok(Date.parse(posts.periodStart) <= Date.now() && Date.parse(posts.resetsAt) > Date.now())
  t.equal((await send(mine, 'GET', '/users/me')).data.postsThisMonth, 1)

  await system('organizations')
    .where({ id: organizationId })
    .update({ subscription_tier: 'BUSINESS' })
  t.equal(await used(organizationId), 1, 'another paid plan keeps what is used')
  await inOrganizations(database, [organizationId], (transaction) =>
    returnQuota(transaction, { organizationId, metric: 'posts', subjectId: subject }),
  )
  t.equal(await used(organizationId), 0)
  await use(organizationId)
  await system('organizations').where({ id: organizationId }).update({ subscription_tier: 'FREE' })
  t.equal(await used(organizationId), 1, 'without it the calendar counts again')
  t.equal(await used(other.organizationId), 0)
  t.same(await reconcileQuotas(context), [])
})

test('of 200 at once on a paid plan with 3 left, 3 are let through', async (t) => {
  const { organizationId } = await registerUser(app)
  await subscribe(organizationId, new Date(Date.now() - 40 * day))
  for (let count = 0; count < 147; count += 1) await use(organizationId)
  const results = await Promise.allSettled(Array.from({ length: 200 }, () => use(organizationId)))
  t.equal(results.filter(({ status }) => status === 'fulfilled').length, 3)
  t.equal(await used(organizationId), 150)
})

async function periodAt(tier: string, anchor: string, moment: string) {
  const { rows } = await system.raw<{ rows: { period: string; end: Date }[] }>(
    `select quota_period(t, a, m) as period, quota_period_end(t, a, m) as end
     from (select cast(? as text) as t, cast(? as timestamptz) as a, cast(? as timestamptz) as m) as x`,
    [tier, anchor, moment],
  )
  const [row] = rows
  if (row === undefined) throw new Error('There is one row.')
  return row
}

async function subscribe(organizationId: string, anchor: Date): Promise<void> {
  await system('organizations').where({ id: organizationId }).update({ subscription_tier: 'PRO' })
  await system('subscriptions').insert({
    organization_id: organizationId,
    provider: 'fake',
    provider_subscription_id: randomUUID(),
    price_id: 'price',
    current_period_start: anchor,
    // As it was told last: in the past.
    current_period_end: new Date(anchor.getTime() + 30 * day),
    period_anchor: anchor,
    tier: 'PRO',
    status: 'active',
  })
}

async function use(organizationId: string): Promise<string> {
  const subjectId = randomUUID()
  await inOrganizations(database, [organizationId], (transaction) =>
    consumeQuota(transaction, { organizationId, metric: 'posts', subjectId }),
  )
  return subjectId
}

async function used(organizationId: string): Promise<number> {
  const quota = await inOrganizations(database, [organizationId], (transaction) =>
    quotaOf(transaction, organizationId, 'posts'),
  )
  return quota.used
}
