import type { Context } from '../../context.ts'
import { read } from '../../db/read.ts'
import { Media } from './media.model.ts'

/** The usable media of these organizations with these ids, in no order; what is not theirs is left out. */
export async function loadMedia(
  context: Pick<Context, 'database'>,
  organizationIds: readonly string[],
  ids: readonly string[],
): Promise<Media[]> {
  if (ids.length === 0) return []
  const query = Media.query(context.database.api)
    .whereRaw('organization_id = any (?::uuid[])', [[...organizationIds]])
    .whereRaw('id = any (?::uuid[])', [[...ids]])
    .where('status', 'ready')
  const rows = await read<object>(context.database, organizationIds, query.toKnexQuery())
  return rows.map((row) => Media.fromDatabaseJson(row))
}
