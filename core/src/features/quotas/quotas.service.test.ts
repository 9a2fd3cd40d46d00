import { randomUUID } from 'node:crypto'
import { test } from 'tap'
import { testDatabase } from '../../../../test/support/database.ts'
import { buildTenant } from '../../../../test/support/factories.ts'
import { openDatabase, type Database } from '../../db/database.ts'
import { inOrganizations } from '../../db/tenancy.ts'
import { ApiError } from '../../errors.ts'
import type { QuotaMetric } from './plan-limits.ts'
import { consumeQuota, quotaOf, returnQuota } from './quotas.service.ts'

interface Teardown {
  teardown(work: () => unknown): unknown
}

test('200 posts at once at a limit of 30 give exactly 30, and a neighbour has his own 30', async (t) => {
  const { database, url } = await prepared(t)
  const [mine, other] = await Promise.all([buildTenant(database), buildTenant(database)])
  const many = openDatabase({ url, poolSize: 30, name: 'crowd' })
  t.teardown(() => many.close())

  const outcomes = await Promise.all(
    Array.from({ length: 200 }, () => consume(many, mine.organization.id, 'posts')),
  )

  t.equal(outcomes.filter(({ ok }) => ok).length, 30)
  const refusal = outcomes.find(({ ok }) => !ok)?.error
  t.match(refusal, {
    code: 'QUOTA_EXCEEDED',
    status: 403,
    message: 'posts limit reached. Upgrade to increase limits.',
    details: { current: 30, limit: 30 },
  })
  t.same(await usage(database, mine.organization.id, 'posts'), { used: 30, limit: 30 })
  t.equal(await movements(database, mine.organization.id), 30, 'the ledger agrees')
  t.same(await usage(database, other.organization.id, 'posts'), { used: 0, limit: 30 })
  t.ok((await consume(database, other.organization.id, 'posts')).ok)
})

test('control: counting and then inserting lets more than 30 through', async (t) => {
  const { database, url } = await prepared(t)
  const { organization } = await buildTenant(database)
  const crowd = 40
  const many = openDatabase({ url, poolSize: crowd, name: 'crowd' })
  t.teardown(() => many.close())
  // All of them have counted before the first one inserts: on a busy machine they might come one by one.
  let counted = 0
  const { promise: allCounted, resolve } = Promise.withResolvers<void>()

  await Promise.all(
    Array.from({ length: crowd }, () =>
      inOrganizations(many, [organization.id], async (transaction) => {
        const rows = await transaction('quota_movements').where('organization_id', organization.id)
        counted += 1
        if (counted === crowd) resolve()
        await allCounted
        if (rows.length >= 30) return
        await transaction('quota_movements').insert({
          organization_id: organization.id,
          metric: 'posts',
          subject_id: randomUUID(),
          kind: 'used',
          period: 'total',
          amount: 1,
        })
      }),
    ),
  )

  t.ok((await movements(database, organization.id)) > 30)
})

test('what was counted is given back once, however often it is asked', async (t) => {
  const { database } = await prepared(t)
  const { organization } = await buildTenant(database)
  const subjectId = randomUUID()
  const subject = { organizationId: organization.id, metric: 'brands' as const, subjectId }
  await consume(database, organization.id, 'brands', subjectId)
  await consume(database, organization.id, 'brands')

  for (let round = 0; round < 3; round += 1) {
    await inOrganizations(database, [organization.id], (transaction) =>
      returnQuota(transaction, subject),
    )
  }
  await inOrganizations(database, [organization.id], (transaction) =>
    returnQuota(transaction, { ...subject, subjectId: randomUUID() }),
  )

  t.same(await usage(database, organization.id, 'brands'), { used: 1, limit: 3 })
})

test('a post is given back to the month it was counted in', async (t) => {
  const { database } = await prepared(t)
  const { organization } = await buildTenant(database)
  const organizationId = organization.id
  const ofJanuary = { organization_id: organizationId, metric: 'posts', period: '2026-01' }
  const subjectId = randomUUID()
  await database.system('quota_counters').insert({ ...ofJanuary, used: 7 })
  await database
    .system('quota_movements')
    .insert({ ...ofJanuary, subject_id: subjectId, kind: 'used', amount: 1 })
  await consume(database, organizationId, 'posts')

  await inOrganizations(database, [organizationId], (transaction) =>
    returnQuota(transaction, { organizationId, metric: 'posts', subjectId }),
  )

  const counters = await database.system('quota_counters').orderBy('period').select('used')
  t.same(counters, [{ used: 6 }, { used: 1 }])
})

test('nothing is counted where the transaction ends without effect', async (t) => {
  const { database } = await prepared(t)
  const { organization } = await buildTenant(database)
  await t.rejects(
    inOrganizations(database, [organization.id], async (transaction) => {
      await consumeQuota(transaction, {
        organizationId: organization.id,
        metric: 'brands',
        subjectId: randomUUID(),
      })
      throw new Error('the brand could not be stored')
    }),
    /could not be stored/,
  )
  t.same(await usage(database, organization.id, 'brands'), { used: 0, limit: 3 })
})

test('the plan decides, also after a downgrade below what is used', async (t) => {
  const { database } = await prepared(t)
  const { organization } = await buildTenant(database)
  await tier(database, organization.id, 'PRO')
  for (let count = 0; count < 5; count += 1) await consume(database, organization.id, 'brands')
  t.same(await usage(database, organization.id, 'brands'), { used: 5, limit: 10 })

  await tier(database, organization.id, 'FREE')

  const { error } = await consume(database, organization.id, 'brands')
  t.match(error, { code: 'QUOTA_EXCEEDED', details: { current: 5, limit: 3 } })
})

test('another tenant’s organization has no quota here', async (t) => {
  const { database } = await prepared(t)
  const [mine, other] = await Promise.all([buildTenant(database), buildTenant(database)])
  await t.rejects(
    inOrganizations(database, [mine.organization.id], (transaction) =>
      consumeQuota(transaction, {
        organizationId: other.organization.id,
        metric: 'brands',
        subjectId: randomUUID(),
      }),
    ),
    { code: 'NOT_FOUND' },
  )
  t.same(await usage(database, other.organization.id, 'brands'), { used: 0, limit: 3 })
})

async function prepared(t: Teardown): Promise<{ database: Database; url: string }> {
  const database = await testDatabase(t)
  return { database, url: database.url }
}

async function consume(
  database: Database,
  organizationId: string,
  metric: QuotaMetric,
  subjectId: string = randomUUID(),
): Promise<{ ok: boolean; error?: ApiError }> {
  try {
    await inOrganizations(database, [organizationId], (transaction) =>
      consumeQuota(transaction, { organizationId, metric, subjectId }),
    )
    return { ok: true }
  } catch (error) {
    if (error instanceof ApiError) return { ok: false, error }
    throw error
  }
}

async function usage(
  database: Database,
  organizationId: string,
  metric: QuotaMetric,
): Promise<{ used: number; limit: number }> {
  return inOrganizations(database, [organizationId], (transaction) =>
    quotaOf(transaction, organizationId, metric),
  )
}

async function movements(database: Database, organizationId: string): Promise<number> {
  return (await database.system('quota_movements').where('organization_id', organizationId)).length
}

async function tier(database: Database, id: string, name: string): Promise<void> {
  await database.system('organizations').where({ id }).update({ subscription_tier: name })
}
