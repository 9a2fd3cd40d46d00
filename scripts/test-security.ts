// The long form of the security tests (docs/security-tests.md). Prints what failed, and one JSON line with the figures of each
// row last; the exit code is 1 unless every row holds.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { rows, type Row } from '../test/security/rows.ts'
import { runSteps } from './steps.ts'

const help = `npm run test:security -- [--only W3] [--short]

  --only   one row of docs/security-tests.md, or several with commas between: ${rows.map(({ id }) => id).join(', ')}
  --short  the form that npm test runs`

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    short: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) {
  console.log(help)
  process.exit(0)
}
const chosen = named(values.only)
const folder = await mkdtemp(join(tmpdir(), 't21-security-'))
process.env['TEST_LONG'] = String(!values.short)
const result: Record<string, object> = {}
for (const row of chosen) result[row.id] = await run(row)
await rm(folder, { recursive: true })
console.log(JSON.stringify(result))

function named(only: string | undefined): readonly Row[] {
  if (only === undefined) return rows
  return only.split(',').map((name) => {
    const row = rows.find(({ id }) => id === name.trim().toUpperCase())
    if (row !== undefined) return row
    console.error(`There is no row "${name}".\n\n${help}`)
    process.exit(2)
  })
}

async function run({ id, files }: Row): Promise<object> {
  const path = join(folder, id)
  process.env['TEST_FIGURES'] = path
  const count = { passed: 0, failed: 0 }
  const broken = await runSteps([
    {
      name: id,
      command: ['tap', '--reporter=tap', '--timeout=900', ...files],
      onLine(line) {
        const match = /^\s*(not )?ok \d+(?!.*# time=)/.exec(line)
        if (match === null) return
        if (match[1] === undefined) count.passed += 1
        else {
          count.failed += 1
          console.error(line.trim())
        }
      },
    },
  ])
  if (broken.length > 0) process.exitCode = 1
  return { holds: broken.length === 0, ...count, ...(await figuresOf(id, path)) }
}

/** What the tests of a row counted, put together. */
async function figuresOf(id: string, path: string): Promise<object> {
  const text = await readFile(path, 'utf8').catch(() => '')
  const lines = text.split('\n').filter((line) => line !== '')
  const notes = lines.map((line) => JSON.parse(line) as { row: string; counted: object })
  return Object.assign({}, ...notes.filter(({ row }) => row === id).map(({ counted }) => counted))
}
