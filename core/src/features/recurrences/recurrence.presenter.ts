import type { Recurrence } from './recurrence.model.ts'
import type { RecurrenceView } from './recurrences.schemas.ts'

/** A recurrence as the API answers it. */
export function presentRecurrence(recurrence: Recurrence): RecurrenceView {
  return {
    id: recurrence.id,
    organizationId: recurrence.organizationId,
    brandId: recurrence.brandId,
    userId: recurrence.userId,
    post: recurrence.post,
    moreTexts: recurrence.moreTexts,
    rule: recurrence.rule,
    startsAt: recurrence.startsAt,
    timezone: recurrence.timezone,
    status: recurrence.status,
    version: recurrence.version,
    createdAt: recurrence.createdAt.toISOString(),
    updatedAt: recurrence.updatedAt.toISOString(),
  }
}
