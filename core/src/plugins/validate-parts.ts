import type { AccountFacts, Connector, DraftPart, Validation } from '@t21/plugin-kit'
import { Value } from 'typebox/value'
import { fitPart } from './fit-parts.ts'
import type { FitMode } from './fit-plan.ts'
import { optionIssues } from './option-issues.ts'

/** A connector with its settings; without, where nobody has configured it and it can only be asked. */
export interface CheckingPlugin {
  readonly connector: Readonly<Connector>
  readonly settings?: Readonly<Record<string, unknown>> | undefined
}

/**
 * What a network would refuse: by the schema of its options, and by the connector's own rules. A connector may
 * rely on that schema, so it never sees options that do not fit; and on its own `fit`, so that it sees pictures as they
 * will be.
 *
 * @throws what the connector throws
 */
export function validateParts(
  { connector, settings }: CheckingPlugin,
  parts: readonly DraftPart[],
  facts: AccountFacts | null,
  mode: FitMode,
): Validation {
  const wrongOptions = optionIssues(connector.capabilities.options, parts[0]?.options ?? {})
  const usable = wrongOptions.length === 0 ? parts : parts.map((part) => ({ ...part, options: {} }))
  const fitted = usable.map((part) => fitPart(connector, part, facts, mode))
  const { issues, counted } = connector.validate(
    fitted.map(({ part }) => part),
    facts,
    settings ?? defaultsOf(connector),
  )
  const changes = fitted.flatMap((one) => one.issues)
  return { issues: [...wrongOptions, ...issues, ...changes], counted }
}

/** Rules that depend on settings hold as they do where the operator says nothing. */
function defaultsOf({ settings }: Readonly<Connector>): Readonly<Record<string, unknown>> {
  return Value.Default(settings, {}) as Readonly<Record<string, unknown>>
}
