// Asks every operation of the OpenAPI document what it promises (reliability.md, T6): requests drawn from its schemas, and
// ones with something wrong, to a real server on a real database. Prints every finding with the request that shows it,
// and one JSON line last; the exit code is 1 unless there is nothing.
import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'
import { contracts } from '../test/fuzz/contract.ts'
import { runFuzz } from '../test/fuzz/run.ts'
import { openStage } from '../test/fuzz/stage.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    cases: { type: 'string', default: '200' },
    operation: { type: 'string' },
    verbose: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
const [seed, cases] = [Number(values.seed ?? randomInt(2 ** 31)), Number(values.cases)]
const { operation } = values
if (values.help) {
  console.log(`npm run test:fuzz -- [--seed <number>] [--cases <number>] [--operation <operationId>] [--verbose]

  --seed       draws the same requests again; printed by every run
  --cases      requests for each operation; 200 by default
  --operation  only this one
  --verbose    says how often each status was answered`)
} else if (!Number.isInteger(seed) || !Number.isInteger(cases) || cases < 1) {
  console.error('--seed and --cases are whole numbers; see --help.')
  process.exitCode = 2
} else if (operation !== undefined && !contracts.some(({ id }) => id === operation)) {
  console.error(`There is no operation ${operation} in core/openapi.json.`)
  process.exitCode = 2
} else {
  await run()
}

async function run(): Promise<void> {
  console.log(`seed ${seed}, ${cases} cases an operation`)
  const started = performance.now()
  const endings: (() => unknown)[] = []
  const stage = await openStage({ teardown: (work) => endings.unshift(work) })
  const tags = new Map<string, { operations: number; cases: number; through: number }>()
  const report = await runFuzz(stage, {
    seed,
    cases,
    operation,
    onReport({ tag, id }, { cases: asked, through, statuses, findings }) {
      const sum = tags.get(tag) ?? { operations: 0, cases: 0, through: 0 }
      tags.set(tag, {
        operations: sum.operations + 1,
        cases: sum.cases + asked,
        through: sum.through + through,
      })
      if (values.verbose) {
        const counts = [...statuses].map(([status, times]) => `${status}×${times}`)
        console.log(`  ${id}: ${counts.sort().join(' ')}`)
      }
      for (const { check, sentence, request, times } of findings) {
        console.log(`${id} ${sentence} [${check}, ${times} times]\n    ${request}`)
      }
    },
  })
  for (const end of endings) await end()
  for (const [tag, sum] of tags) {
    console.log(
      `${tag}: ${sum.operations} operations, ${sum.cases} cases, ${sum.through} got through`,
    )
  }
  for (const id of report.neverThrough) console.log(`${id}: no request got through`)
  const { findings: _, neverThrough, ...numbers } = report
  const seconds = Math.round((performance.now() - started) / 1_000)
  console.log(JSON.stringify({ ...numbers, neverThrough: neverThrough.length, seed, seconds }))
  const clean = numbers.serverErrors + numbers.mismatches + neverThrough.length === 0
  process.exitCode = clean ? 0 : 1
}
