import type { TestDatabase } from '../support/database.ts'

type System = Pick<TestDatabase, 'system'>

const known = new WeakMap<System['system'], Map<string, string>>()

/** The markers of a database's organizations, by the id of the organization or of a person in it. */
export function canariesOf({ system }: System): Map<string, string> {
  const canaries = known.get(system) ?? new Map<string, string>()
  known.set(system, canaries)
  return canaries
}
