import type { AccountFacts, Connector, DraftPart, Validation } from '@t21/plugin-kit'
import { optionIssues } from './option-issues.ts'

/**
 * What a network would refuse: by the schema of its options, and by the connector's own rules. A connector may
 * rely on that schema, so it never sees options that do not fit.
 *
 * @throws what the connector throws
 */
export function validateParts(
  connector: Readonly<Connector>,
  parts: readonly DraftPart[],
  facts: AccountFacts | null,
): Validation {
  const wrongOptions = optionIssues(connector.capabilities.options, parts[0]?.options ?? {})
  const fit = wrongOptions.length === 0 ? parts : parts.map((part) => ({ ...part, options: {} }))
  const { issues, counted } = connector.validate(fit, facts)
  return { issues: [...wrongOptions, ...issues], counted }
}
