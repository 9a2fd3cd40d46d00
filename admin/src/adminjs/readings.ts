import { recordReading } from '@t21/core/console'
import type { ActionContext, ActionRequest, BaseRecord } from 'adminjs'
import { staffOf } from '../access/staff-of.ts'
import type { Lookup } from '../lookups/lookup.ts'
import type { CommandHost } from './command-action.ts'
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

/** Writes down that somebody looks at a list, and what they looked for. */
export async function noteList(
  { context }: CommandHost,
  { options }: Lookup<never>,
  { query = {} }: ActionRequest,
  { currentAdmin }: Pick<ActionContext, 'currentAdmin'>,
): Promise<void> {
  const asked = Object.entries(query).filter(([name]) => name.startsWith('filters.'))
  await recordReading(context, staffOf(currentAdmin), {
    subject: options.subject,
    subjectId: null,
    input: { list: options.id, ...Object.fromEntries(asked) },
  })
}
