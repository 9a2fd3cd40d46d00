import { openBench } from './bench/bench.ts'
import { runCheck } from './check.ts'
import { checks } from './checks/index.ts'
import type { ConformanceOptions } from './options.ts'

/** What is needed of a tap test. */
export interface TapTest {
  test(name: string, run: (t: TapTest) => Promise<unknown>): Promise<unknown>
  pass(message: string): unknown
  fail(message: string): unknown
}

/**
 * Tests a connector against the emulation of its network, each check a subtest of its name:
 *
 * ```ts
 * test('Mastodon keeps the contract', (t) => testConnector(t, { connector, emulator, startSandbox, … }))
 * ```
 */
export async function testConnector(t: TapTest, options: ConformanceOptions): Promise<void> {
  const bench = await openBench(options)
  try {
    for (const check of checks) {
      await t.test(check.name, async (subtest) => {
        const { findings, looked, absent } = await runCheck(check, bench)
        for (const finding of findings) subtest.fail(finding)
        if (findings.length > 0) return
        subtest.pass(absent === undefined ? `${looked} observations` : `not tried: ${absent}`)
      })
    }
  } finally {
    await bench.close()
  }
}
