import type { Knex } from 'knex'
import type { Context } from '../../context.ts'
import { read } from '../../db/read.ts'
import { firstId, type Change, type Position } from './change.ts'

const columns = `transaction_id::text::bigint as transaction, id, organization_id as "organizationId",
  brand_id as "brandId", action, resource, resource_id as "resourceId"`

/**
 * Behind a position, and committed in an order that stays: of a transaction that is not seen yet, no entry can come before
 * these any more (as in `audit-chain.ts`).
 */
const behind = `(transaction_id, id) > (cast(cast(:transaction as text) as xid8), cast(:id as uuid))
  and transaction_id < pg_snapshot_xmin(pg_current_snapshot())`

/** Where everything that is committed from now on comes after. */
export async function readHead(system: Knex): Promise<Position> {
  const { rows } = await system.raw<{ rows: { transaction: number }[] }>(
    'select pg_snapshot_xmin(pg_current_snapshot())::text::bigint as transaction',
  )
  const [row] = rows
  if (row === undefined) throw new Error('The database did not say where it is.')
  return { transaction: row.transaction, id: firstId }
}

/** What changed in all organizations behind a position, in order. */
export async function readChanges(
  system: Knex,
  { transaction, id }: Position,
  limit: number,
): Promise<readonly Change[]> {
  const { rows } = await system.raw<{ rows: Change[] }>(
    `select ${columns} from audit_logs where ${behind} order by transaction_id, id limit :limit`,
    { transaction: String(transaction), id, limit },
  )
  return rows
}

/** The same in one organization, under row level security. */
export function readChangesOf(
  { database }: Context,
  organizationId: string,
  { transaction, id }: Position,
  limit: number,
): Promise<readonly Change[]> {
  const query = database
    .api('audit_logs')
    .select(database.api.raw(columns))
    .where('organization_id', organizationId)
    .whereRaw(behind, { transaction: String(transaction), id })
    .orderBy(['transaction_id', 'id'])
    .limit(limit)
  return read<Change>(database, [organizationId], query)
}
