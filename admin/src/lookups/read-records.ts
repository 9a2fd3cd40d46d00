import { ApiError, type StaffPrincipal } from '@t21/core/console'
import type { Knex } from 'knex'
import type { Lookup, Shown } from './lookup.ts'

/**
 * Records by their ids, as whoever asks may see them, in the order of the ids. Left out is what is not there, or not for them.
 *
 * @throws ApiError FORBIDDEN
 */
export async function readRecords(
  { options }: Lookup<never>,
  knex: Knex,
  staff: StaffPrincipal,
  ids: readonly string[],
): Promise<Shown[]> {
  if (!staff.ability.can('read', options.subject)) {
    throw new ApiError('FORBIDDEN', 'Your role does not allow this.')
  }
  const rows = (await options.query(knex, staff).whereIn(options.idColumn, [...ids])) as never[]
  const found = new Map(rows.map((row) => options.present(row)).map((one) => [one.id, one]))
  return ids.flatMap((id) => found.get(id) ?? [])
}
