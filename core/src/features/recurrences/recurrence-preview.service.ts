import type { Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { read } from '../../db/read.ts'
import { localTimeOf } from '../../local-time.ts'
import { textAt } from './check-recurrence.ts'
import { occurrencesOf } from './recurrence-rule.ts'
import { getRecurrence } from './recurrences.service.ts'
import type { OccurrenceView } from './recurrences.schemas.ts'

interface Row {
  readonly occurs_at: Date
  readonly status: 'made' | 'failed'
  readonly post_id: string | null
  readonly error: { readonly code: string; readonly message: string } | null
}

/**
 * What the rule plans from now on, and what has become of it.
 *
 * @throws ApiError NOT_FOUND
 */
export async function previewRecurrence(
  context: Context,
  principal: Principal,
  id: string,
  limit: number,
): Promise<OccurrenceView[]> {
  const recurrence = await getRecurrence(context, principal, id)
  const rows = await read<Row>(
    context.database,
    [recurrence.organizationId],
    context.database.api.raw(
      `select occurs_at, status, post_id, error from recurrence_occurrences
       where recurrence_id = ? and organization_id = ?`,
      [id, recurrence.organizationId],
    ),
  )
  const known = new Map(rows.map((row) => [row.occurs_at.getTime(), row]))
  const now = new Date()
  return [...occurrencesOf(recurrence).entries()]
    .filter(([, moment]) => moment > now)
    .slice(0, limit)
    .map(([position, moment]) => {
      const row = known.get(moment.getTime())
      return {
        occursAt: moment.toISOString(),
        localTime: localTimeOf(moment, recurrence.timezone),
        content: textAt(recurrence, position),
        status: row?.status ?? 'planned',
        postId: row?.post_id ?? null,
        error: row?.error ?? null,
      }
    })
}
