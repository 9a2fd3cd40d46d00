// Who gets what of the support console: every route × everybody × every method, query string and spelling, with secrets planted in
// every secret column. Prints what was found, and one JSON line last; the exit code is 1 unless there is nothing.
import { prepareGround, runAccess } from '../test/console/run.ts'

const endings: (() => unknown)[] = []
const t = { teardown: (work: () => unknown) => endings.unshift(work) }
const started = performance.now()
const access = await runAccess(t, await prepareGround(t), { long: true })
for (const end of endings) await end()

const { beyondRole, leaks, pages, unexpected, written } = access
const found = [...beyondRole, ...leaks, ...written, ...pages, ...unexpected]
for (const sentence of found.slice(0, 100)) console.error(sentence)
console.log(
  JSON.stringify({
    routes: access.routes.length,
    addresses: access.cells,
    requests: access.requests,
    beyondRole: beyondRole.length,
    leaks: leaks.length,
    written: written.length,
    pages: pages.length,
    unexpected: unexpected.length,
    seconds: Math.round((performance.now() - started) / 1_000),
  }),
)
process.exitCode = found.length === 0 ? 0 : 1
