import { test } from 'tap'
import type { Knex } from 'knex'
import { testContext } from '../../../../test/support/app.ts'
import type { TestDatabase } from '../../../../test/support/database.ts'
import { buildSocialAccount, buildTenant } from '../../../../test/support/factories.ts'
import { panels } from './figures.data.ts'
import { rangeUntil } from './range.ts'

test('every panel is counted from indexes, and reads no table from end to end', async (t) => {
  const { database } = await testContext(t)
  await buildDeliveries(database, 5_000)
  await database.system.transaction(async (transaction) => {
    // So that PostgreSQL reads a whole table only where nothing else is left to it.
    await transaction.raw('set local enable_seqscan = off')
    for (const panel of panels) {
      const asked: string[] = []
      await panel.read(explaining(transaction, asked), rangeUntil('90d', new Date()))
      t.ok(asked.length > 0, `${panel.id} asks something`)
      for (const plan of asked) {
        t.notMatch(plan, /Seq Scan/, panel.id)
        // An index that is read whole and filtered afterwards would not do, but where all is counted.
        if (panel.id !== 'plans') t.match(plan, /Index Cond: .*\S/, panel.id)
      }
    }
  })
})

/** Deliveries of a year, in all ends: of an empty table PostgreSQL takes any index. */
async function buildDeliveries(database: TestDatabase, count: number): Promise<void> {
  const { brand, organization } = await buildTenant(database)
  const of = { organizationId: organization.id, brandId: brand.id }
  const account = await buildSocialAccount(database, { ...of, platform: 'ALPHA' })
  await database.system.raw(
    `with made as (insert into posts (organization_id, brand_id, content, status)
       select :organizationId, :brandId, 'x', 'PUBLISHED' from generate_series(1, cast(:count as integer))
       returning id)
     insert into social_posts (organization_id, brand_id, post_id, social_account_id, platform, state,
       due_at, grace_until, next_at, started_at, content_hash)
     select :organizationId, :brandId, id, :accountId, 'ALPHA',
       (cast(array['published', 'published', 'failed', 'expired', 'needs_attention', 'published'] as text[]))[1 + n % 6],
       due, due, null, due, 'x'
     from (select id, n, clock_timestamp() - n * interval '100 minutes' as due
       from (select id, row_number() over () as n from made) as numbered) as due`,
    { ...of, accountId: account.id, count },
  )
  await database.system.raw('set role none; analyze social_posts; set role t21_system')
}

/** The same transaction, which notes the plan of each statement before it runs. */
function explaining(transaction: Knex.Transaction, plans: string[]): Knex.Transaction {
  return new Proxy(transaction, {
    get(target, key) {
      if (key !== 'raw') return Reflect.get(target, key) as unknown
      return async (sql: string, bindings: Knex.ValueDict = {}) => {
        const { rows } = await target.raw<{ rows: { 'QUERY PLAN': string }[] }>(
          `explain ${sql}`,
          bindings,
        )
        plans.push(rows.map((row) => row['QUERY PLAN']).join('\n'))
        return target.raw(sql, bindings)
      }
    },
  })
}
