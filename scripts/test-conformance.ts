// The conformance suite over every network, the example's too, and a table network × check. The exit code says whether all is well.
import { conformanceTable } from './conformance-table.ts'
import { runSteps } from './steps.ts'

const table = conformanceTable()
const words = process.argv.slice(2)
const files = (words.length > 0 ? words : ['*']).map(
  (name) => `{plugins/${name},examples/plugin-${name}}/conformance.test.ts`,
)

const broken = await runSteps([
  {
    name: 'conformance',
    command: ['tap', '--reporter=tap', '--timeout=300', ...files],
    onLine(line) {
      table.onLine(line)
      // The findings; what stands above them is in the table.
      if (/^\s*not ok \d+ - (?!.*# time=)/.test(line)) console.log(line.trim())
    },
  },
])
console.log(`\n${table.render()}\n\n✓ kept   ✗ broken, see above   – nothing to try`)
process.exitCode = broken.length === 0 ? 0 : 1
