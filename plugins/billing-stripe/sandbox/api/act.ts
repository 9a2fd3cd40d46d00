import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { recordEvent } from '../events/events.ts'
import { table, type Tables } from '../objects/records.ts'

/** Something that is done: when, and by which request. */
export interface Act {
  readonly context: EmulatorContext
  /** Seconds since 1970 of the clock by which it is done: the sandbox's, or a test clock's. */
  readonly at: number
  readonly request: { readonly id: string | null; readonly idempotency_key: string | null }
}

/** Done by nobody's request: time has passed, or a person clicked. */
export const unasked = { id: null, idempotency_key: null } as const

/** Keeps a new object, and tells of it. */
export function create<Name extends keyof Tables>(
  act: Act,
  name: Name,
  made: Tables[Name],
  event?: string,
): Tables[Name] {
  table(act.context, name).set(made.id, made)
  if (event !== undefined) recordEvent(act, event, made)
  return made
}

/** Changes an object that is kept, and tells of it where something is another than before. */
export function change<Name extends keyof Tables>(
  act: Act,
  name: Name,
  id: string,
  changes: Partial<Tables[Name]>,
  ...events: readonly string[]
): Tables[Name] {
  const objects = table(act.context, name)
  const before = objects.get(id)
  if (before === undefined) throw new TypeError(`There is no ${id} in ${name}.`)
  const after = { ...before, ...changes }
  objects.set(id, after)
  const previous = previousOf(before, after)
  if (Object.keys(previous).length === 0) return after
  for (const event of events) {
    recordEvent(act, event, after, event.endsWith('.updated') ? previous : undefined)
  }
  return after
}

/** The former values of what changed, as `previous_attributes` has them. */
function previousOf(before: object, after: object): Record<string, unknown> {
  const former = before as Readonly<Record<string, unknown>>
  return Object.fromEntries(
    Object.entries(after)
      .filter(([key, value]) => JSON.stringify(former[key]) !== JSON.stringify(value))
      .map(([key]) => [key, former[key] ?? null]),
  )
}
