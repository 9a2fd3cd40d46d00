import type { Knex } from 'knex'
import { actorSetting, withinReach } from './actor.ts'
import type { Database } from './database.ts'

/**
 * Runs a transaction that sees the rows of these organizations and of no others.
 *
 * The settings are local to the transaction, so that the next borrower of the connection does not
 * inherit them.
 */
export async function inOrganizations<Result>(
  database: Database,
  organizationIds: readonly string[],
  work: (transaction: Knex.Transaction) => Promise<Result>,
): Promise<Result> {
  return database.api.transaction(async (transaction) => {
    await transaction.raw(
      `select set_config('app.organization_ids', ?, true), set_config('app.actor', ?, true)`,
      [withinReach(organizationIds).join(','), actorSetting()],
    )
    return work(transaction)
  })
}

/**
 * Runs a transaction past row level security, for what concerns people, or several organizations, or follows from a change
 * for T21 itself. Every condition on an organization is the caller's duty.
 */
export async function inSystem<Result>(
  database: Pick<Database, 'system'>,
  work: (transaction: Knex.Transaction) => Promise<Result>,
): Promise<Result> {
  return database.system.transaction(async (transaction) => {
    const actor = actorSetting()
    if (actor !== '') await transaction.raw(`select set_config('app.actor', ?, true)`, [actor])
    return work(transaction)
  })
}
