import type { FailureKind } from '@t21/plugin-kit'
import type { MetaProblem } from './problem.ts'

/** One documented refusal: how it looks and what it means. What is given has to fit, all of it. */
export interface Refusal {
  readonly kind: FailureKind
  /** `error.code`: numbers, or a range with both ends. */
  readonly codes?: readonly (number | readonly [number, number])[]
  /** `error.error_subcode`. */
  readonly subcodes?: readonly number[]
  /** Numbers that Meta's documents list without saying in which of the two places they come. */
  readonly numbers?: readonly number[]
  /** A type, or a code that is a name. */
  readonly types?: readonly string[]
  /** In the lower-case sentences of the answer. They are localised: only where numbers do not tell. */
  readonly words?: RegExp
  /** What of the part is refused: `text`, `media`, `options.link`. */
  readonly field?: string
  readonly message: string
  readonly remedy: string
}

/** The first refusal of the table that fits; `null` for an answer that is not documented. */
export function refusalOf(problem: MetaProblem, table: readonly Refusal[]): Refusal | null {
  return table.find((refusal) => fits(refusal, problem)) ?? null
}

function fits(refusal: Refusal, problem: MetaProblem): boolean {
  const { codes, subcodes, numbers, types, words } = refusal
  const { code, subcode } = problem
  if (codes && !codes.some((wanted) => isWithin(wanted, code))) return false
  if (subcodes && !subcodes.some((wanted) => wanted === subcode)) return false
  if (numbers && !numbers.some((wanted) => wanted === code || wanted === subcode)) return false
  if (types && !types.includes(problem.type)) return false
  return !words || words.test(problem.words)
}

function isWithin(wanted: number | readonly [number, number], code: number | null): boolean {
  if (code === null) return false
  if (typeof wanted === 'number') return wanted === code
  return code >= wanted[0] && code <= wanted[1]
}
