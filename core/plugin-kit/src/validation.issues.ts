import type { ValidationIssue } from './validation.ts'

const warningShare = 0.9

/**
 * An error above a limit, a warning above 90 % of it, else nothing. `what` begins the sentence:
 * "The text".
 */
export function limitIssue(input: {
  readonly code: string
  readonly field: string
  readonly what: string
  /** As people write it: `X`. */
  readonly network: string
  readonly unit: string
  readonly limit: number
  readonly actual: number
  readonly remedy: string
}): ValidationIssue[] {
  const { code, field, what, network, unit, limit, actual, remedy } = input
  if (actual <= limit * warningShare) return []
  const tooMuch = actual > limit
  return [
    {
      severity: tooMuch ? 'error' : 'warning',
      code: tooMuch ? code : `${code}_soon`,
      field,
      message: tooMuch
        ? `${what} has ${actual} ${unit}; ${network} allows ${limit}.`
        : `${what} has ${actual} of the ${limit} ${unit} that ${network} allows.`,
      remedy: tooMuch ? remedy : `Nothing yet. ${remedy}`,
      limit,
      actual,
    },
  ]
}

/**
 * An error outside of a range, with the end that was passed as its `limit`; else nothing. `message` and `remedy` are sentences.
 */
export function rangeIssue(input: {
  readonly code: string
  readonly field: string
  readonly min: number
  readonly max: number
  readonly actual: number
  readonly message: string
  readonly remedy: string
}): ValidationIssue[] {
  const { code, field, min, max, actual, message, remedy } = input
  if (actual >= min && actual <= max) return []
  return [{ ...refused(code, field, message, remedy), limit: actual < min ? min : max, actual }]
}

/** An error without a figure. */
export function refused(
  code: string,
  field: string,
  message: string,
  remedy: string,
): ValidationIssue {
  return { severity: 'error', code, field, message, remedy }
}

/** Something that a person should know, and that the network accepts. */
export function noticed(
  code: string,
  field: string,
  message: string,
  remedy: string,
): ValidationIssue {
  return { severity: 'warning', code, field, message, remedy }
}
