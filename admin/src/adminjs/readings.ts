import { recordReading } from '@t21/core/console'
import type { ActionContext, ActionRequest, ActionResponse, BaseRecord } from 'adminjs'
import { staffOf } from '../access/staff-of.ts'
import { keptFilters, typed } from '../lookups/kept-filters.ts'
import type { Lookup } from '../lookups/lookup.ts'
import type { CommandHost } from '../commands/run-command.ts'
import { shownOf } from './resource.ts'

/** Writes down that somebody looks at a record, before they see it. */
export async function noteRecord(
  { context }: CommandHost,
  { options }: Lookup<never>,
  record: BaseRecord,
  { currentAdmin }: Pick<ActionContext, 'currentAdmin'>,
): Promise<void> {
  await recordReading(context, staffOf(currentAdmin), {
    subject: options.subject,
    subjectId: record.id(),
    ...options.concerns(shownOf(record)),
  })
}

/**
 * Writes down that somebody looks at a list, before they see it. Where they typed something to look for, what was found stands there in
 * its place.
 */
export async function noteList(
  { context }: CommandHost,
  { options }: Lookup<never>,
  { params, query = {} }: ActionRequest,
  { currentAdmin }: Pick<ActionContext, 'currentAdmin'>,
  answer: ActionResponse,
): Promise<void> {
  const filters = keptFilters(options, query)
  const looked = params.action === 'search' || Object.values(filters).includes(typed)
  await recordReading(context, staffOf(currentAdmin), {
    subject: options.subject,
    subjectId: null,
    input: { list: options.id, ...filters, ...(looked && { found: idsIn(answer) }) },
  })
}

function idsIn({ records }: ActionResponse): string[] {
  return Array.isArray(records) ? (records as { id: string }[]).map(({ id }) => id) : []
}
