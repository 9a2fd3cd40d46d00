import type { EmulatorRequest } from '@t21/plugin-kit/sandbox'
import { Refusal } from './errors.ts'

/**
 * The names in `?fields=`, all of which must be known.
 *
 * @throws Refusal 400 invalid_param
 */
export function readFields(
  request: EmulatorRequest,
  known: readonly string[],
): ReadonlySet<string> {
  const names = (request.query.get('fields') ?? '').split(',').filter((name) => name !== '')
  if (names.length === 0) throw new Refusal(400, 'invalid_param', 'fields is missing.')
  const unknown = names.find((name) => !known.includes(name))
  if (unknown === undefined) return new Set(names)
  throw new Refusal(400, 'invalid_param', `fields: there is no "${unknown}".`)
}

/** Only the asked fields of an object. */
export function pick(all: Readonly<Record<string, unknown>>, fields: ReadonlySet<string>): object {
  return Object.fromEntries(Object.entries(all).filter(([name]) => fields.has(name)))
}
