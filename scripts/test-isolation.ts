// Who reaches what (reliability.md 4): every operation × role × place of a stranger's id, then each wall alone. Prints what
// was found, and one JSON line last; the exit code is 1 unless there is nothing.
import { runIsolation } from '../test/isolation/run.ts'

const endings: (() => unknown)[] = []
const started = performance.now()
const { matrix, strayed, rowSecurityAlone, rulesAlone, neither } = await runIsolation({
  teardown: (work) => endings.unshift(work),
})
for (const end of endings) await end()

const leaks = [...matrix.leaks, ...strayed, ...rowSecurityAlone.leaks, ...rulesAlone.leaks]
for (const sentence of [...matrix.unexpected, ...leaks]) console.error(sentence)
console.log(
  JSON.stringify({
    operations: matrix.operations,
    cells: matrix.cells,
    unexpected: matrix.unexpected.length,
    leaks: matrix.leaks.length,
    strayed: strayed.length,
    walls: {
      rowSecurityAlone: rowSecurityAlone.leaks.length,
      rulesAlone: rulesAlone.leaks.length,
      control: neither.leaks.length,
    },
    seconds: Math.round((performance.now() - started) / 1_000),
  }),
)
process.exitCode = matrix.unexpected.length + leaks.length === 0 && neither.leaks.length > 0 ? 0 : 1
