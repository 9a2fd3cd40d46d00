import type { Bench } from './bench/bench.ts'

/** One promise of the contract, tried. */
export interface Check {
  /** Stable: the column of the table, and the name of the subtest. */
  readonly name: string
  /** Why there is nothing to try for this connector; `undefined` where there is. */
  absent?(bench: Bench): string | undefined
  run(bench: Bench, report: Report): Promise<void>
}

/** Where a check says what it saw. */
export interface Report {
  /** @param sentence what is wrong where the condition is not met, and what to do about it */
  ok(condition: boolean, sentence: string): void
}

/** How a check ended. */
export interface CheckResult {
  readonly name: string
  /** How many things were looked at. */
  readonly looked: number
  /** Empty where the connector keeps the promise. */
  readonly findings: readonly string[]
  /** Why it was not tried. */
  readonly absent?: string
}

/** More than so many findings of one check say nothing new. */
const most = 12

/** Runs a check; an error of its own is a finding too. */
export async function runCheck(check: Check, bench: Bench): Promise<CheckResult> {
  const absent = check.absent?.(bench)
  if (absent !== undefined) return { name: check.name, looked: 0, findings: [], absent }
  const findings = new Set<string>()
  let looked = 0
  const report: Report = {
    ok(condition, sentence) {
      looked += 1
      if (!condition) findings.add(sentence)
    },
  }
  try {
    await check.run(bench, report)
  } catch (error) {
    findings.add(`The check could not go on: ${wordsOf(error)}`)
  }
  if (looked === 0 && findings.size === 0) findings.add('Nothing was looked at.')
  const all = [...findings]
  const rest = all.length > most ? [`… and ${all.length - most} more.`] : []
  return { name: check.name, looked, findings: [...all.slice(0, most), ...rest] }
}

/** An error in words, for findings. */
export function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const kind = 'kind' in error ? ` ${String(error.kind)}` : ''
  return `${error.name}${kind}: ${error.message}`
}
