// Every condition that keeps organizations apart is taken away in turn (reliability.md T4), in the modules as they are loaded, and
// the attacks of the isolation matrix have to notice, or else the tests of the feature. Nightly: some minutes. Prints the
// survivors, and one JSON line last; the exit code is 1 unless there is none. `--operation createPost` tries what this one
// passes; `--behind` names what no attack gets to.
import { parseArgs } from 'node:util'
import { switchModules } from '../test/mutants/modules.ts'
import { sites, tell } from '../test/mutants/sites.ts'
import { installSwitches } from '../test/mutants/switches.ts'

const { values } = parseArgs({
  options: { operation: { type: 'string', multiple: true }, behind: { type: 'boolean' } },
})
const started = performance.now()
const switches = installSwitches()
switchModules((source, file) =>
  file === 'core/src/db/read.ts'
    ? source.replace('.toSQL().toNative()\n', '.toSQL().toNative(); globalThis.mutants.look(sql)\n')
    : source,
)

// Not static: what they import is loaded with the switches.
const { runMutants } = await import('../test/mutants/run.ts')
const { askOwnTests } = await import('../test/mutants/own-tests.ts')
const endings: (() => unknown)[] = []
const wanted = values.operation
const report = await runMutants(
  { teardown: (work) => endings.unshift(work) },
  switches,
  ({ id }) => wanted === undefined || wanted.includes(id),
)
for (const end of endings) await end()

for (const sentence of report.baseline) console.error(`with nothing taken away: ${sentence}`)
for (const { site, by } of report.masked) {
  console.error(`masked: ${tell(site)} by ${by.map(tell).join(' and ')}`)
}
for (const site of report.equivalent) console.error(`cannot be noticed: ${tell(site)}`)
const asked = await askOwnTests(report.survivors)
for (const { site, by } of asked) {
  console.error(by === undefined ? `survived: ${tell(site)}` : `noticed by ${by}: ${tell(site)}`)
}
const survivors = asked.filter(({ by }) => by === undefined)
if (values.behind === true) {
  for (const site of report.behind) console.error(`behind: ${tell(site)}`)
}
console.log(
  JSON.stringify({
    sites: sites.length,
    mutants: report.mutants,
    killed: report.killed,
    masked: report.masked.length,
    equivalent: report.equivalent.length,
    noticedByOwnTests: asked.length - survivors.length,
    survived: survivors.length,
    behind: report.behind.length,
    seconds: Math.round((performance.now() - started) / 1_000),
  }),
)
const isClean = report.baseline.length + survivors.length === 0 && report.mutants > 0
process.exitCode = isClean ? 0 : 1
