import type { Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { read } from '../../db/read.ts'
import { decodeCursor } from '../../http/pagination.ts'
import { localTimeOf } from '../../local-time.ts'
import { getRecurrence } from './recurrences.service.ts'
import type { NotedOccurrenceView, OccurrencesQuery } from './recurrences.schemas.ts'

interface Row extends Omit<NotedOccurrenceView, 'occursAt' | 'localTime' | 'createdAt'> {
  readonly occursAt: Date
  readonly createdAt: Date
}

/**
 * The moments of which a recurrence made a post, or noted why it made none, newest first: one more than `limit`, so that the
 * page knows of a next one.
 *
 * @throws ApiError NOT_FOUND, INVALID_CURSOR
 */
export async function listOccurrences(
  context: Context,
  principal: Principal,
  recurrenceId: string,
  { limit, cursor, status }: OccurrencesQuery,
): Promise<NotedOccurrenceView[]> {
  const { organizationId, timezone } = await getRecurrence(context, principal, recurrenceId)
  const query = context.database
    .api('recurrence_occurrences')
    .select({
      id: 'id',
      occursAt: 'occurs_at',
      status: 'status',
      postId: 'post_id',
      error: 'error',
      createdAt: 'created_at',
    })
    .where({ organization_id: organizationId, recurrence_id: recurrenceId })
    .orderBy('id', 'desc')
    .limit(limit + 1)
  if (status !== undefined) void query.where('status', status)
  if (cursor !== undefined) {
    const list = occurrenceList(recurrenceId, status)
    void query.where('id', '<', decodeCursor(context.config.urlSecret, list, cursor))
  }
  const rows = await read<Row>(context.database, [organizationId], query)
  return rows.map((row) => ({
    ...row,
    occursAt: row.occursAt.toISOString(),
    localTime: localTimeOf(row.occursAt, timezone),
    createdAt: row.createdAt.toISOString(),
  }))
}

/** The name of the list in its cursors. */
export function occurrenceList(recurrenceId: string, status = 'all'): string {
  return `occurrences:${recurrenceId}:${status}`
}
