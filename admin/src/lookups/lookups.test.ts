import { test } from 'tap'
import type { Knex } from 'knex'
import { testContext } from '../../../test/support/app.ts'
import { buildStaff, staffOf } from '../../../test/support/staff.ts'
import { lookups } from './index.ts'
import type { Field, FilterValue } from './lookup.ts'

test('every filter and every order of every lookup has an index', async (t) => {
  const { context } = await testContext(t)
  const admin = await staffOf(context, await buildStaff(context, 'ADMIN'))
  await context.database.system.transaction(async (transaction) => {
    // So that PostgreSQL reads a whole table only where nothing else is left to it.
    await transaction.raw('set local enable_seqscan = off')
    for (const { options } of lookups) {
      for (const [name, field] of Object.entries(options.fields)) {
        if (field.filter !== undefined) {
          const query = options.query(transaction, admin)
          const everything = query.toQuery()
          field.filter(query, sampleFor(field))
          t.not(query.toQuery(), everything, `${options.id}, narrowed by ${name}`)
          const plan = await planOf(transaction, query)
          if (!holdsNothingElse(plan)) {
            t.match(plan, conditionOn(field), `${options.id}, filtered by ${name}`)
          }
        }
        if (field.sort !== undefined) {
          const query = options.query(transaction, admin)
          void query.orderBy([field.sort, options.idColumn]).limit(25)
          t.notMatch(
            await planOf(transaction, query),
            /\bSort\b/,
            `${options.id}, sorted by ${name}`,
          )
        }
      }
    }
  })
})

function sampleFor({ refersTo, type, values }: Field): FilterValue {
  if (type === 'uuid' || refersTo !== undefined) return '018f0000-0000-7000-8000-000000000000'
  if (type === 'datetime') return { from: '2026-01-01', to: '2026-02-01' }
  return values?.[0] ?? 'something'
}

/** An index of only these rows, read without a further look at each. */
function holdsNothingElse(plan: string): boolean {
  return /Index/.test(plan) && !/Filter:|Seq Scan/.test(plan)
}

/** The sample stands in what an index was asked for: a whole index that is read and filtered afterwards would not do. */
function conditionOn(field: Field): RegExp {
  const sample = sampleFor(field)
  // As a moment, or as the first id of it.
  return typeof sample === 'string'
    ? new RegExp(`Index Cond: .*${sample}`)
    : /Index Cond: .*(2026-01-01|019b76da-a800)/
}

async function planOf(transaction: Knex.Transaction, query: Knex.QueryBuilder): Promise<string> {
  const { rows } = await transaction.raw<{ rows: { 'QUERY PLAN': string }[] }>(
    `explain ${query.toQuery()}`,
  )
  return rows.map((row) => row['QUERY PLAN']).join('\n')
}
