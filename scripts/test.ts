// Everything: types, lint, format, generated files, all tests on a real PostgreSQL, the short crash matrix, and
// the packed server installed and run, with T21's own networks and with a stranger's. Prints the table of the connectors'
// conformance, and last `N passed, N failed`.
import { join } from 'node:path'
import { conformanceTable } from './conformance-table.ts'
import { slowestFiles } from './slowest-files.ts'
import { runSteps, type Step } from './steps.ts'
import { writeTestGroups } from './test-groups.ts'

let passed = 0
let failed = 0

/** Whether the lines that explain a failure are being printed. */
let explaining = false

/** Counts the assertions of tap, which reports one line for each at any depth, and shows what failed and why. */
function countTap(line: string): void {
  const match = /^\s*(not )?ok \d+/.exec(line)
  if (match === null) {
    if (explaining) console.log(line)
    if (/^\s*\.\.\.$/.test(line)) explaining = false
    return
  }
  explaining = match[1] !== undefined
  if (explaining) console.log(line)
  // A subtest's own line repeats what its assertions said.
  if (/# time=/.test(line) || /# (SKIP|TODO)/i.test(line)) return
  if (match[1] === undefined) passed += 1
  else failed += 1
}

const conformance = conformanceTable()
const slowest = slowestFiles()

/** The connectors' conformance is among the tests; its table is made of what they say. */
function seeTap(line: string): void {
  countTap(line)
  conformance.onLine(line)
  slowest.onLine(line)
}

const files = await writeTestGroups(join(import.meta.dirname, '..'))
const steps: (Step | Step[])[] = [
  { name: 'types', command: ['tsc', '-p', 'tsconfig.json'] },
  { name: 'types of the console', command: ['tsc', '-p', 'admin/src/components/tsconfig.json'] },
  { name: 'lint', command: ['oxlint', '--type-aware', '--quiet'] },
  { name: 'format', command: ['oxfmt', '--check'] },
  { name: 'generated files', command: ['node', 'scripts/generate-docs.ts', '--check'] },
  { name: 'API of the kit', command: ['node', 'scripts/check-api.ts'] },
  { name: 'tests', command: ['tap', '--reporter=tap', ...files], onLine: seeTap },
  // The first waits much, and the second is alone with what it installs.
  [
    {
      name: 'crash matrix',
      command: ['node', 'test/crash/run.ts', '--deliveries', '30', '--control', '15'],
    },
    { name: 'packed server', command: ['node', 'scripts/test-packed.ts'] },
  ],
]
const broken = await runSteps(steps)
passed += steps.flat().length - broken.length
failed += broken.length
console.log(`\n${slowest.render()}\n\n${conformance.render()}\n`)
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
