import type { Knex } from 'knex'

/** Nobody looks at a page for longer, and no figure is worth more of the database. */
const mostMilliseconds = 4_000
const queryCanceled = '57014'

/**
 * Asks for figures, in a transaction that cannot write, and gives up after some seconds.
 *
 * @returns `null` where the answer took too long
 */
export async function bounded<Result>(
  system: Knex,
  ask: (transaction: Knex.Transaction) => Promise<Result>,
): Promise<Result | null> {
  try {
    return await system.transaction(
      async (transaction) => {
        await transaction.raw(`set local statement_timeout = ${mostMilliseconds}`)
        return ask(transaction)
      },
      { readOnly: true },
    )
  } catch (error) {
    if ((error as { code?: unknown }).code === queryCanceled) return null
    throw error
  }
}
