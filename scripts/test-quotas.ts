// Quotas and limits over two API processes (reliability.md, Q1 and Q2): of 200 requests at once at a limit of 30 exactly 30,
// each kind, again and again, and a process killed in the middle each time. Prints what went wrong, and one JSON line last;
// the exit code is 1 unless everything held and every control failed.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { runControl } from '../test/quotas/control.ts'
import { isWhole, runCrash } from '../test/quotas/crash.ts'
import { kinds } from '../test/quotas/kinds.ts'
import { runLimiter } from '../test/quotas/limiter.ts'
import { startPair } from '../test/quotas/pair.ts'
import { crowd, isExact, runRound } from '../test/quotas/rounds.ts'
import { testDatabase } from '../test/support/database.ts'

const { values } = parseArgs({ options: { runs: { type: 'string', default: '20' } } })
const runs = Number(values.runs)
if (!Number.isInteger(runs) || runs < 1) throw new RangeError('--runs is a number from 1 on.')

const endings: (() => unknown)[] = []
const t = { teardown: (work: () => unknown) => endings.unshift(work) }
const started = performance.now()
const dataDir = await mkdtemp(join(tmpdir(), 't21-quotas-'))
t.teardown(() => rm(dataDir, { recursive: true, force: true }))
const database = await testDatabase(t)

const wrong: string[] = []
const figures = { rounds: 0, crashes: 0, broken: 0, turnedAway: 0, leastControl: Infinity }
const seen = (holds: boolean, what: string, found: object): void => {
  if (!holds) wrong.push(`${what}: ${JSON.stringify(found)}`)
}
let pair = await startPair(t, database.url, dataDir)
for (let run = 1; run <= runs; run += 1) {
  for (const kind of kinds) {
    const round = await runRound(database, pair.urls, kind, crowd.size)
    seen(isExact(round), `run ${run}`, round)
    figures.rounds += 1
    figures.turnedAway += round.turnedAway
  }
  figures.leastControl = Math.min(figures.leastControl, await runControl(database, pair.urls))
  const [stays, dies] = pair.urls
  const crash = await runCrash(database, { stays, dies }, pair.processes[1], {
    name: pair.second,
    after: Math.ceil((run / runs) * 150),
  })
  seen(isWhole(crash), `crash ${run}`, crash)
  figures.crashes += 1
  figures.broken += crash.broken
  if (run < runs) pair = await pair.restart()
}
const limiter = await runLimiter(t, database, dataDir)
const { limit, passed, passedAhead, passedInMemory, passedAheadByAppClock } = limiter
seen(passed === limit && passedAhead === 0, 'limiter', limiter)
seen(figures.leastControl > crowd.room, 'control of the quotas', figures)
seen(passedInMemory > limit && passedAheadByAppClock > 0, 'controls of the limiter', limiter)
for (const end of endings) await end()

for (const sentence of wrong) console.error(sentence)
console.log(
  JSON.stringify({
    runs,
    kinds: kinds.map(({ metric }) => metric),
    ...figures,
    limiter,
    wrong: wrong.length,
    seconds: Math.round((performance.now() - started) / 1_000),
  }),
)
process.exitCode = wrong.length === 0 ? 0 : 1
