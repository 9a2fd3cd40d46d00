import type { Knex } from 'knex'
import type pg from 'pg'
import { withinReach } from './actor.ts'
import type { Database } from './database.ts'
import { TenantQuery } from './tenant-query.ts'

/** A query that can say its SQL: knex's, or objection's by `toKnexQuery()`. */
export interface SqlQuery {
  toSQL(): { toNative(): Knex.SqlNative }
}

const maxStatements = 500
const statementNames = new Map<string, string>()

/**
 * Runs one read under row level security at nearly the price of a read without it: one round trip, the
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
    const { rows } = await new Promise<pg.QueryResult>((resolve, reject) => {
      client.query(
        new TenantQuery(
          withinReach(organizationIds),
          named(sql, bindings as unknown[]),
          (error, result) => (error ? reject(error) : resolve(result)),
        ),
      )
    })
    return rows as Row[]
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
