import type { Contract } from './contract.ts'
import { contracts } from './contract.ts'
import { fuzzOperation, type Finding, type OperationReport } from './fuzz-operation.ts'
import type { Stage } from './stage.ts'
import { neverThrough } from './never-through.ts'

/** How a run is chosen. */
export interface RunOptions {
  readonly seed: number
  /** For each operation. */
  readonly cases: number
  /** Only this one. */
  readonly operation?: string | undefined
  /** Hears of each operation when it is done. */
  readonly onReport?: (contract: Contract, report: OperationReport) => void
}

/** What a run found. */
export interface RunReport {
  readonly operations: number
  readonly cases: number
  readonly serverErrors: number
  readonly mismatches: number
  readonly findings: readonly Finding[]
  /** Operations none of whose right requests got through, and for which no reason is written down. */
  readonly neverThrough: readonly string[]
}

const lanes = 4

/** Tries every operation of the document, some beside each other. */
export async function runFuzz(stage: Stage, options: RunOptions): Promise<RunReport> {
  const chosen = contracts.filter(
    ({ id }) => options.operation === undefined || id === options.operation,
  )
  const reports: OperationReport[] = []
  const waiting = chosen.values()
  const work = async (own: Stage): Promise<void> => {
    for (const contract of waiting) {
      const report = await fuzzOperation(own, contract, options)
      reports.push(report)
      options.onReport?.(contract, report)
    }
  }
  // Some answers take their time on purpose, so that it tells nothing.
  await Promise.all(Array.from({ length: lanes }, () => work(stage.beside())))
  const findings = reports.flatMap((report) => report.findings)
  const ofServer = findings.filter(({ check }) => check === 'not_a_server_error')
  const count = (list: readonly Finding[]): number =>
    list.reduce((sum, { times }) => sum + times, 0)
  return {
    operations: reports.length,
    cases: reports.reduce((sum, report) => sum + report.cases, 0),
    serverErrors: count(ofServer),
    mismatches: count(findings) - count(ofServer),
    findings,
    neverThrough: reports
      .filter(({ through, operation }) => through === 0 && !(operation in neverThrough))
      .map(({ operation }) => operation),
  }
}
