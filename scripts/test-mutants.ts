// Every condition that keeps organizations apart is taken away in turn (reliability.md T4), in the modules as they are loaded, and
// the attacks of the isolation matrix have to notice. Nightly: some minutes. Prints the survivors, and one JSON line last; the exit
// code is 1 unless there is none. `--operation createPost` tries what this one passes; `--behind` names what no attack gets to.
import { registerHooks } from 'node:module'
import { relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { instrument, sites, type Site } from '../test/mutants/sites.ts'
import { installSwitches } from '../test/mutants/switches.ts'

const { values } = parseArgs({
  options: { operation: { type: 'string', multiple: true }, behind: { type: 'boolean' } },
})
const root = fileURLToPath(new URL('..', import.meta.url))
const started = performance.now()
const switches = installSwitches()

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context)
    if (!url.startsWith('file:') || !loaded.source) return loaded
    const text =
      typeof loaded.source === 'string' ? loaded.source : new TextDecoder().decode(loaded.source)
    const file = relative(root, fileURLToPath(url)).replaceAll(sep, '/')
    if (file === 'core/src/db/read.ts') {
      const source = text.replace(
        '.toSQL().toNative()\n',
        '.toSQL().toNative(); globalThis.mutants.look(sql)\n',
      )
      return { ...loaded, source }
    }
    if (!file.startsWith('core/src/features/')) return loaded
    return { ...loaded, source: instrument(file, text) }
  },
})

const { runMutants } = await import('../test/mutants/run.ts')
const endings: (() => unknown)[] = []
const wanted = values.operation
const report = await runMutants(
  { teardown: (work) => endings.unshift(work) },
  switches,
  ({ id }) => wanted === undefined || wanted.includes(id),
)
for (const end of endings) await end()

const tell = ({ file, line, what }: Site): string => `${file}:${line}  ${what}`
for (const sentence of report.baseline) console.error(`with nothing taken away: ${sentence}`)
for (const { site, by } of report.masked) {
  console.error(`masked: ${tell(site)} by ${by.map(tell).join(' and ')}`)
}
for (const site of report.survivors) console.error(`survived: ${tell(site)}`)
if (values.behind === true) {
  for (const site of report.behind) console.error(`behind: ${tell(site)}`)
}
console.log(
  JSON.stringify({
    sites: sites.length,
    mutants: report.mutants,
    killed: report.killed,
    masked: report.masked.length,
    survived: report.survivors.length,
    behind: report.behind.length,
    seconds: Math.round((performance.now() - started) / 1_000),
  }),
)
const isClean = report.baseline.length + report.survivors.length === 0 && report.mutants > 0
process.exitCode = isClean ? 0 : 1
