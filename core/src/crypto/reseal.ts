import type { Knex } from 'knex'
import type { KeyRing } from './key-ring.ts'
import {
  decryptToken,
  encryptToken,
  sealedPrefix,
  UnreadableToken,
  type SealedPlace,
} from './sealed-box.ts'
import { ownerColumn, sealedColumns, type SealedColumn } from './sealed-columns.ts'

/** Values that one statement takes on. */
const batchSize = 200
/** What changed while it was read is looked at again, so often. */
const mostPasses = 5

/** A sealed value and where it is. */
export interface SealedValue {
  readonly place: SealedPlace
  readonly sealed: string
}

/** What was done. */
export interface Resealing {
  /** Sealed with the current key now; in a dry run, those that would be. */
  readonly resealed: number
  /** What their key does not open; left as they are. */
  readonly unreadable: readonly SealedPlace[]
  /** It was told to stop before the end. */
  readonly stopped: boolean
}

/** How it is to be done. */
export interface ResealOptions {
  readonly ring: KeyRing
  /** Open everything, change nothing. */
  readonly dryRun?: boolean
  /** Looked at between batches. */
  readonly signal?: AbortSignal
  /** Called after every batch with the values that have been dealt with so far. */
  onProgress?(done: number): void
}

/**
 * Seals with the current key what another key sealed, in batches, each a statement of its own: it can be stopped
 * between them, and goes on where it was when it is run again (reliability.md 5). Processes may run meanwhile: a value is
 * replaced only while it is still the one that was opened, so that no token which was renewed meanwhile is written over, and
 * rows that somebody has locked are not waited for but taken by a later pass.
 */
export async function reseal(system: Knex, options: ResealOptions): Promise<Resealing> {
  const unreadable = new Map<string, SealedPlace>()
  let resealed = 0
  for (let pass = 0; pass < mostPasses; pass += 1) {
    let missed = 0
    for (const column of sealedColumns) {
      for (let after: string | undefined; ;) {
        if (options.signal?.aborted === true) {
          return { resealed, unreadable: [...unreadable.values()], stopped: true }
        }
        const values = await readOutdated(system, options.ring, column, after)
        const fresh = openAndSeal(options.ring, values, unreadable)
        const done =
          options.dryRun === true ? fresh.length : await replaceSealed(system, column, fresh)
        resealed += done
        missed += fresh.length - done
        options.onProgress?.(resealed + unreadable.size)
        after = values.at(-1)?.place.rowId
        if (values.length < batchSize) break
      }
    }
    if (missed === 0) break
  }
  return { resealed, unreadable: [...unreadable.values()], stopped: false }
}

/** A batch of what another key than the current one sealed, by row id. */
export async function readOutdated(
  system: Knex,
  ring: KeyRing,
  column: SealedColumn,
  after?: string,
): Promise<SealedValue[]> {
  const query = system(column.table)
    .select({ rowId: 'id', organizationId: ownerColumn(column), sealed: column.column })
    .whereNotNull(column.column)
    .whereRaw('not starts_with(??, ?)', [column.column, sealedPrefix(ring.writing.id)])
    .orderBy('id')
    .limit(batchSize)
  if (after !== undefined) void query.where('id', '>', after)
  const rows = (await query) as { rowId: string; organizationId: string; sealed: string }[]
  return rows.map(({ sealed, ...row }) => ({ place: { ...column, ...row }, sealed }))
}

/** A value with what takes its place. */
interface FreshValue extends SealedValue {
  readonly fresh: string
}

function openAndSeal(
  ring: KeyRing,
  values: readonly SealedValue[],
  unreadable: Map<string, SealedPlace>,
): FreshValue[] {
  const fresh: FreshValue[] = []
  for (const { place, sealed } of values) {
    try {
      const plain = decryptToken(ring, sealed, place)
      fresh.push({ place, sealed, fresh: encryptToken(ring, plain, place) })
    } catch (error) {
      if (!(error instanceof UnreadableToken)) throw error
      unreadable.set(`${place.column} ${place.rowId}`, place)
    }
  }
  return fresh
}

/**
 * Puts fresh values in the place of those that were read, as far as these are still there.
 *
 * @returns how many it were
 */
export async function replaceSealed(
  system: Knex,
  { table, column }: SealedColumn,
  values: readonly FreshValue[],
): Promise<number> {
  if (values.length === 0) return 0
  const { rows } = await system.raw<{ rows: object[] }>(
    `with found as (
       select stored.id, given.fresh
       from unnest(cast(:ids as uuid[]), cast(:sealed as text[]), cast(:fresh as text[])) as given (id, sealed, fresh)
       join :table: stored on stored.id = given.id and stored.:column: = given.sealed
       order by stored.id for no key update of stored skip locked
     )
     update :table: set :column: = found.fresh from found where :table:.id = found.id
     returning :table:.id`,
    {
      table,
      column,
      ids: values.map(({ place }) => place.rowId),
      sealed: values.map(({ sealed }) => sealed),
      fresh: values.map(({ fresh }) => fresh),
    },
  )
  return rows.length
}
