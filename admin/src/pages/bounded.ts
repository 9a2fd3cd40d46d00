import { tookTooLong } from '@t21/core/console'
import type { Knex } from 'knex'

/**
 * Asks for figures, of one moment.
 *
 * @param looks gives up after some seconds
 * @returns `null` where the answer took too long
 */
export async function bounded<Result>(
  looks: Knex,
  ask: (transaction: Knex.Transaction) => Promise<Result>,
): Promise<Result | null> {
  try {
    return await looks.transaction(ask, { readOnly: true })
  } catch (error) {
    if (tookTooLong(error)) return null
    throw error
  }
}
