import { inspect } from 'node:util'
import { isConnectorFailure } from '../../failures.ts'
import type { Check } from '../check.ts'

/** No token, code or client secret is in anything that a failure says, shows or causes. */
export const secrets: Check = {
  name: 'secrets',
  async run({ seen }, report) {
    report.ok(seen.length > 0, 'No failure was seen at all: the other checks did not run.')
    for (const { verb, error, secrets: kept } of seen) {
      const everything = textOf(error)
      report.ok(
        !kept.some((secret) => everything.includes(secret)),
        `A failure of "${verb}" has a secret in it: name the thing instead ("the token").`,
      )
    }
  },
}

function textOf(error: unknown): string {
  const details = isConnectorFailure(error) ? JSON.stringify(error.details) : ''
  return `${inspect(error, { depth: 8, maxStringLength: null })}${details}${String(error)}`
}
