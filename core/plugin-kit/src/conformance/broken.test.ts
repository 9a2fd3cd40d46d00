import { test } from 'tap'
import { startSandbox } from '../../../../plugins/sandbox/src/index.ts'
import { defineConnector } from '../connector.ts'
import { broken } from './fixtures/broken.ts'
import { options, packageJson } from './fixtures/options.ts'
import { plain } from './fixtures/example/connector.ts'
import { openBench } from './bench/bench.ts'
import { runCheck, type CheckResult } from './check.ts'
import { checks } from './checks/index.ts'
import type { ConformanceOptions } from './options.ts'

const text = [{ name: 'text', format: 'text', text: 'Hello from the lighthouse' }] as const

/** These take longer than all others together; those that look back at what was seen need the faults. */
const slow: readonly string[] = ['faults', 'crash points', 'validation']
const lookBack: readonly string[] = ['failures', 'secrets']

for (const { does, fails, connector, packageJson: other } of broken) {
  test(`a connector that ${does} fails "${fails.join('" and "')}", and nothing else`, async (t) => {
    const cases = connector.capabilities.thread === undefined ? text : undefined
    const failed = await failedChecks(
      options(defineConnector(connector), startSandbox, {
        ...(cases && { cases }),
        ...(other && { packageJson: { ...packageJson, ...other } }),
      }),
      fails,
    )
    t.same(
      failed.map(({ name }) => name),
      fails,
      JSON.stringify(failed, null, 2),
    )
  })
}

test('a connector that can be changed after it was made fails "shape"', async (t) => {
  const failed = await failedChecks(options({ ...plain }, startSandbox, { cases: text }), ['shape'])
  t.same(
    failed.map(({ name }) => name),
    ['shape'],
  )
})

test('every check has a connector that fails it', (t) => {
  const proved = new Set(['shape', ...broken.flatMap(({ fails }) => fails)])
  t.same(
    checks.map(({ name }) => name).filter((name) => !proved.has(name)),
    [],
  )
  t.end()
})

/** Runs those checks that are expected to fail, and of the others all that are quick. */
async function failedChecks(
  given: ConformanceOptions,
  expected: readonly string[],
): Promise<CheckResult[]> {
  const wanted = expected.some((name) => lookBack.includes(name))
    ? [...expected, 'faults']
    : expected
  const bench = await openBench(given)
  const results: CheckResult[] = []
  try {
    for (const check of checks) {
      if (slow.includes(check.name) && !wanted.includes(check.name)) continue
      results.push(await runCheck(check, bench))
    }
  } finally {
    await bench.close()
  }
  return results.filter(({ findings }) => findings.length > 0)
}
