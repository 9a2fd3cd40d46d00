import { openBench } from './bench/bench.ts'
import { runCheck, type CheckResult } from './check.ts'
import { checks } from './checks/index.ts'
import type { ConformanceOptions } from './options.ts'

/** Runs the suite, check after check, telling of each as it ends. */
export async function runSuite(
  options: ConformanceOptions,
  onResult: (result: CheckResult) => unknown = () => undefined,
): Promise<readonly CheckResult[]> {
  const bench = await openBench(options)
  const results: CheckResult[] = []
  try {
    for (const check of checks) {
      const result = await runCheck(check, bench)
      results.push(result)
      await onResult(result)
    }
  } finally {
    await bench.close()
  }
  return results
}
