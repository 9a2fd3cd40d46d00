import { withClient } from '../support/postgres.ts'
import type { Case } from '../scale/measure.ts'
import type { ConsoleSize } from './cases.ts'

interface Plan {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Actual Rows': number
  readonly 'Actual Loops': number
  readonly 'Rows Removed by Filter'?: number
  readonly Plans?: readonly Plan[]
}

interface Statement {
  readonly sql: string
  readonly bindings: readonly unknown[]
}

/** Lists count to 1,000 and open no page beyond; with what is read beside each, a statement has no need of more. */
const mostRows = 2_500

/**
 * Runs each case once, and looks at how PostgreSQL goes about its statements: whatever their plan, they read no more of a table than
 * can be shown, however large it is.
 *
 * @returns a sentence for each that reads more
 */
export async function longReads(
  cases: Readonly<Record<string, Case<ConsoleSize>>>,
  size: ConsoleSize,
): Promise<string[]> {
  const { looks, system } = size.context.database
  const reads: string[] = []
  for (const [name, one] of Object.entries(cases)) {
    const statements: Statement[] = []
    const note = (statement: Statement) => statements.push(statement)
    for (const knex of [looks, system]) knex.on('query', note)
    await one.run(size, 0)
    for (const knex of [looks, system]) knex.off('query', note)
    if (statements.length === 0) throw new Error(`${name} asked the database nothing.`)
    for (const { bindings, sql } of statements) {
      if (!/^\s*\(?(select|with)/i.test(sql)) continue
      const plan = await planOf(size.url, sql, bindings)
      for (const read of longIn(plan)) reads.push(`${name} reads ${read}: ${sql}`)
    }
  }
  return reads
}

async function planOf(url: string, sql: string, bindings: readonly unknown[]): Promise<Plan> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
      `explain (analyze, format json) ${sql}`,
      [...bindings],
    )
    const [row] = rows
    if (row === undefined) throw new Error(`There is no plan for ${sql}`)
    return row['QUERY PLAN'][0].Plan
  })
}

function longIn(plan: Plan): string[] {
  const each = plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0)
  const rows = Math.round(each * plan['Actual Loops'])
  const table = plan['Relation Name']
  const own =
    table !== undefined && rows > mostRows
      ? [`${rows} rows of ${table} by ${plan['Node Type']}`]
      : []
  return [...own, ...(plan.Plans ?? []).flatMap(longIn)]
}
