// AI credits over two API processes: of 200 generations at once at 10 credits exactly 10; then clients that go, a process that
// is killed, and models that never answer, after which the sweep leaves nothing reserved and a crowd finds exactly 10 again.
// Prints what went wrong, and one JSON line last; the exit code is 1 unless everything held and the control failed.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  limit,
  runAborts,
  runCrowd,
  runKill,
  runNaive,
  runTimeouts,
  startCreditServer,
  sweepAtOnce,
  urlOf,
} from '../test/credits/rounds.ts'
import { agree, creditsOf } from '../test/credits/credits-of.ts'
import { makeTenant } from '../test/quotas/tenants.ts'
import { testDatabase } from '../test/support/database.ts'

const size = 200
const endings: (() => unknown)[] = []
const t = { teardown: (work: () => unknown) => endings.unshift(work) }
const started = performance.now()
const dataDir = await mkdtemp(join(tmpdir(), 't21-credits-'))
t.teardown(() => rm(dataDir, { recursive: true, force: true }))
const database = await testDatabase(t)
const place = (name: string) => ({ databaseUrl: database.url, dataDir, name })

const wrong: string[] = []
const seen = (holds: boolean, what: string, found: unknown): void => {
  if (!holds) wrong.push(`${what}: ${JSON.stringify(found)}`)
}
const [one, two, dies, hasty] = await Promise.all([
  startCreditServer(t, place('credits-1')),
  startCreditServer(t, place('credits-2')),
  startCreditServer(t, place('credits-3')),
  startCreditServer(t, place('credits-4'), '1500ms'),
])
const urls = [urlOf(one), urlOf(two)]

const bystander = await makeTenant(database, 'FREE')
const first = await runCrowd(database, urls, await makeTenant(database, 'FREE'), size)
const isExact = (round: typeof first) =>
  round.answered === limit && round.accepted === limit && round.counted === limit && round.agree
seen(isExact(first) && first.refused === size - limit, 'the crowd', first)

const aborts = await runAborts(database, urlOf(one), 40)
const kill = await runKill(database, dies, 40)
const timeouts = await runTimeouts(database, urlOf(hasty), 20)
const swept = await sweepAtOnce(database)
seen(aborts.taken.counted === 0, 'credits of clients that went', aborts.taken)
seen(kill.taken.reserved === limit && swept === limit, 'credits of the killed process', kill.taken)
seen(timeouts.taken.counted === 0 && timeouts.taken.reserved === 0, 'timeouts', timeouts.taken)

let lost = 0
let reserved = 0
let accepted = first.accepted
for (const { tenant } of [aborts, kill, timeouts]) {
  const left = await creditsOf(database, tenant.organizationId)
  lost += left.counted
  reserved += left.reserved
  seen(left.counted === 0 && agree(left), 'after the sweep', left)
  const again = await runCrowd(database, urls, tenant, size)
  seen(isExact(again), 'a crowd afterwards', again)
  accepted = Math.max(accepted, again.accepted)
}
const others = await creditsOf(database, bystander.organizationId)
seen(others.counted === 0, 'somebody else', others)
const naive = await runNaive(database, urls, size)
seen(naive > limit, 'the control', naive)
for (const end of endings) await end()

for (const sentence of wrong) console.error(sentence)
console.log(
  JSON.stringify({
    generations: size * 4,
    accepted,
    reserved,
    lost,
    aborted: aborts.answers.filter(({ status }) => status === null).length,
    killed: kill.answers.filter(({ status }) => status === null).length,
    timedOut: timeouts.answers.filter(({ status }) => status === 504).length,
    swept,
    control: naive,
    wrong: wrong.length,
    seconds: Math.round((performance.now() - started) / 1_000),
  }),
)
process.exitCode = wrong.length === 0 ? 0 : 1
