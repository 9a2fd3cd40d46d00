import pg from 'pg'
import type { Environment } from './environment.ts'

/** Runs a statement as the owner of the database: what no part of the server may do. @returns the rows affected */
export async function ownerQuery(
  environment: Environment,
  sql: string,
  values: readonly unknown[] = [],
): Promise<number> {
  const client = new pg.Client({ connectionString: environment.databaseUrl })
  // A connection that the test cuts off ends in an error of its own.
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query(sql, [...values])).rowCount ?? 0
  } finally {
    await client.end().catch(() => undefined)
  }
}
