import { isMoment, isUuid } from './filters.ts'
import type { LookupOptions } from './lookup.ts'

/** Stands in the staff's audit log for what somebody typed. */
export const typed = '[typed]'

/**
 * What of the filters of a list goes into the staff's audit log. That is never changed, and people are erased: so what may be an address
 * or a name does not go into it. Ids, moments and what is chosen from a list do.
 *
 * @param query of the request: `{ 'filters.state': 'sent', 'filters.createdAt~~from': '2027-…' }`
 */
export function keptFilters(
  { fields }: Pick<LookupOptions<never>, 'fields'>,
  query: Readonly<Record<string, unknown>>,
): Readonly<Record<string, string>> {
  const kept: Record<string, string> = {}
  for (const [name, value] of Object.entries(query)) {
    const [, field = ''] = /^filters\.(\w+)(?:~~(?:from|to))?$/.exec(name) ?? []
    if (!Object.hasOwn(fields, field)) continue
    kept[name] = sayable(value, fields[field]?.values) ? value : typed
  }
  return kept
}

function sayable(value: unknown, choices: readonly string[] = []): value is string {
  return isUuid(value) || isMoment(value) || (typeof value === 'string' && choices.includes(value))
}
