import { randomUUID } from 'node:crypto'
import tap, { test } from 'tap'
import { registerUser, senderOf, testApp, type TestUser } from '../../../../test/support/app.ts'
import {
  buildBrand,
  buildMedia,
  buildMember,
  buildOrganization,
  buildSocialAccount,
  buildUser,
} from '../../../../test/support/factories.ts'
import { inOrganizations } from '../../db/tenancy.ts'
import type { QuotaMetric } from './plan-limits.ts'
import { consumeQuota, quotaOf, returnQuota } from './quotas.service.ts'
import { reconcileQuotas } from './reconcile-quotas.ts'

const { app, context, database } = await testApp(tap)
const { system } = database
const send = senderOf(app)

test('what came and went by the API needs no mending', async (t) => {
  const { mine } = await start()
  const { data } = await send(mine, 'POST', '/brands', { name: 'Gone' })
  t.equal((await send(mine, 'DELETE', `/brands/${data.id}`)).statusCode, 204)
  const about = { filename: 'a.png', mimeType: 'image/png', size: 100 }
  t.equal((await send(mine, 'POST', '/media/uploads', about)).statusCode, 201)
  t.equal(
    (await send(mine, 'POST', '/posts', { brandId: mine.brandId, content: 'A' })).statusCode,
    201,
  )
  t.same(await reconcileQuotas(context), [])
})

test('a counter that was changed by hand says again what the ledger says, in its month', async (t) => {
  const { mine, used } = await start()
  const { organizationId } = mine
  await send(mine, 'POST', '/posts', { brandId: mine.brandId, content: 'A' })
  await system('quota_counters').insert({
    organization_id: organizationId,
    metric: 'posts',
    period: '2020-01',
    used: 4,
  })
  await system('quota_counters')
    .where({ organization_id: organizationId, metric: 'brands' })
    .update({ used: 0 })
  const repairs = await reconcileQuotas(context)
  t.same(
    repairs.sort((one, other) => one.metric.localeCompare(other.metric)),
    [
      { organizationId, metric: 'brands', before: 0, after: 1, counted: 0, returned: 0 },
      { organizationId, metric: 'posts', before: 5, after: 1, counted: 0, returned: 0 },
    ],
  )
  t.equal(await used('brands'), 1)
  t.equal(await used('posts'), 1)
  t.same(await reconcileQuotas(context), [])
})

test('of each kind, what is there is counted, and what is not there is given back', async (t) => {
  const { mine, other, used } = await start()
  const { organizationId, brandId } = mine
  const team = await buildOrganization(database, { ownerId: mine.user.id, personal: false })
  const { id: userId } = await buildUser(database)
  await buildMember(database, { organizationId: team.id, userId, role: 'MEMBER' })
  await buildBrand(database, { organizationId })
  await buildSocialAccount(database, { organizationId, brandId })
  await buildSocialAccount(database, { organizationId, brandId, status: 'disconnected' })
  await buildMedia(database, { organizationId, size: 3_000_000_000 })
  await buildMedia(database, { organizationId, size: 7, status: 'deleted' })
  for (const metric of ['brands', 'mediaBytes', 'socialAccounts'] as const) {
    await inOrganizations(database, [organizationId], (transaction) =>
      consumeQuota(transaction, { organizationId, metric, subjectId: randomUUID(), amount: 2 }),
    )
  }
  const repairs = new Map((await reconcileQuotas(context)).map((one) => [one.metric, one]))
  t.match(repairs.get('brands'), { before: 3, after: 2, counted: 1, returned: 1 })
  t.match(repairs.get('socialAccounts'), { before: 2, after: 1, counted: 1, returned: 1 })
  t.match(repairs.get('mediaBytes'), { before: 2, after: 3_000_000_000, counted: 1, returned: 1 })
  t.match(repairs.get('members'), { organizationId: team.id, before: 0, after: 2, counted: 2 })
  t.equal(repairs.size, 4)
  t.equal(await used('mediaBytes'), 3_000_000_000, 'above the limit: nothing is taken away')
  t.equal(await used('brands', other), 1)
  t.same(await reconcileQuotas(context), [])

  const [account] = await system('social_accounts').where({ brand_id: brandId, status: 'active' })
  const answer = await send(mine, 'DELETE', `/brands/${brandId}/social-accounts/${account.id}`)
  t.equal(answer.statusCode, 204)
  t.equal(await used('socialAccounts'), 0, 'what was counted so is given back like everything')
  t.same(await reconcileQuotas(context), [])
})

test('a dry run says the same and changes nothing', async (t) => {
  const { mine, used } = await start()
  await buildBrand(database, { organizationId: mine.organizationId })
  const would = await reconcileQuotas(context, { dryRun: true })
  t.match(would, [{ metric: 'brands', before: 1, after: 2, counted: 1 }])
  t.equal(await used('brands'), 1)
  t.same(await reconcileQuotas(context), would)
})

test('what is counted meanwhile is neither lost nor counted twice', async (t) => {
  const { mine, used } = await start()
  const { organizationId } = mine
  const ids = Array.from({ length: 24 }, () => randomUUID())
  const change = (metric: QuotaMetric, subjectId: string, back: boolean) =>
    inOrganizations(database, [organizationId], async (transaction) => {
      await consumeQuota(transaction, { organizationId, metric, subjectId })
      if (back) await returnQuota(transaction, { organizationId, metric, subjectId })
    })
  const counted = Promise.all(ids.map((id, index) => change('posts', id, index % 3 === 0)))
  const wrong = system('quota_counters')
    .where({ organization_id: organizationId, metric: 'posts' })
    .update({ used: system.raw('used + 1') })
  await Promise.all([counted, wrong, reconcileQuotas(context), reconcileQuotas(context)])
  await reconcileQuotas(context)
  t.equal(await used('posts'), 16)
})

async function start() {
  const [one, two] = [await registerUser(app), await registerUser(app)]
  const withBrand = async (user: TestUser) => {
    const { data } = await send(user, 'POST', '/brands', { name: 'Counted' })
    return { ...user, brandId: data.id as string }
  }
  const [mine, other] = [await withBrand(one), await withBrand(two)]
  return {
    mine,
    other,
    used: async (metric: QuotaMetric, { organizationId }: TestUser = mine) =>
      inOrganizations(database, [organizationId], async (transaction) => {
        const quota = await quotaOf(transaction, organizationId, metric)
        return quota.used
      }),
  }
}
