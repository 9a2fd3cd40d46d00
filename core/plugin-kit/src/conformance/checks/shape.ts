import { connectorProblems } from '../../connector.problems.ts'
import type { Check } from '../check.ts'

/** The connector is whole, and nobody can change it, however deep. */
export const shape: Check = {
  name: 'shape',
  async run({ options: { connector } }, report) {
    for (const problem of connectorProblems(connector)) report.ok(false, problem)
    for (const path of unfrozen(connector, 'connector', new Set())) {
      report.ok(false, `${path} is not frozen: let defineConnector make the connector.`)
    }
    report.ok(true, '')
  },
}

function unfrozen(value: unknown, path: string, seen: Set<unknown>): string[] {
  if (typeof value !== 'object' || value === null || seen.has(value)) return []
  seen.add(value)
  const own = Object.isFrozen(value) ? [] : [path]
  const below = Object.entries(value).flatMap(([name, member]) =>
    unfrozen(member, `${path}.${name}`, seen),
  )
  return [...own, ...below]
}
