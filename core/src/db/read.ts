import type { Knex } from 'knex'
import type pg from 'pg'
import type { Database } from './database.ts'

/** A query that can say its SQL: knex's, or objection's by `toKnexQuery()`. */
export interface SqlQuery {
  toSQL(): { toNative(): Knex.SqlNative }
}

const maxStatements = 500
const statementNames = new Map<string, string>()

/**
 * Runs one read under row level security at nearly the price of a read without it: `begin`,
 * `set_config`, the query and `commit` leave at once on a pipelined connection (design.md 1), the
 * query as a named prepared statement.
 *
 * @returns the rows as the database has them, in snake_case
 */
export async function read<Row>(
  database: Database,
  organizationIds: readonly string[],
  query: SqlQuery,
): Promise<Row[]> {
  const { sql, bindings } = query.toSQL().toNative()
  const client = await database.reads.connect()
  let broken: Error | undefined
  try {
    const steps = [
      client.query('begin read only'),
      client.query({
        name: 'organizations',
        text: "select set_config('app.organization_ids', $1, true)",
        values: [organizationIds.join(',')],
      }),
      client.query(named(sql, bindings as unknown[])),
      client.query('commit'),
    ]
    const outcomes = await Promise.allSettled(steps)
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') throw outcome.reason
    }
    const rows = outcomes[2]
    return rows?.status === 'fulfilled' ? (rows.value.rows as Row[]) : []
  } catch (error) {
    // A statement that PostgreSQL refused leaves a healthy connection; anything else does not.
    if (!(error instanceof Error && 'severity' in error)) broken = error as Error
    throw error
  } finally {
    client.release(broken)
  }
}

function named(sql: string, values: unknown[]): pg.QueryConfig {
  const known = statementNames.get(sql)
  if (known !== undefined) return { name: known, text: sql, values }
  // Statements whose text varies without end must not fill the server's memory.
  if (statementNames.size >= maxStatements) return { text: sql, values }
  const name = `read_${statementNames.size}`
  statementNames.set(sql, name)
  return { name, text: sql, values }
}
