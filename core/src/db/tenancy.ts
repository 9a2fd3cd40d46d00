import type { Knex } from 'knex'
import type { Database } from './database.ts'

/**
 * Runs a transaction that sees the rows of these organizations and of no others.
 *
 * The setting is local to the transaction, so that the next borrower of the connection does not
 * inherit it.
 */
export async function inOrganizations<Result>(
  database: Database,
  organizationIds: readonly string[],
  work: (transaction: Knex.Transaction) => Promise<Result>,
): Promise<Result> {
  return database.api.transaction(async (transaction) => {
    await transaction.raw('select set_config(?, ?, true)', [
      'app.organization_ids',
      organizationIds.join(','),
    ])
    return work(transaction)
  })
}
