// The crash matrix (reliability.md 1.6): real worker processes, a real PostgreSQL, the sandbox's X, and SIGKILL at
// every crash point, beside stopped processes, database restarts, and deleted and doubled jobs.
//
//   npm run test:crash -- --deliveries 540
//
// Prints one JSON line last. The exit code is 1 unless everything is zero and the control shows duplicates.
import { chmod, mkdtemp, mkdir, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort, startEmbeddedPostgres } from '../../core/src/db/embedded-postgres.ts'
import { migrateUp } from '../../core/src/db/migrate.ts'
import { startSandbox } from '../../plugins/sandbox/src/index.ts'
import { emulator } from '../../plugins/twitter/sandbox/index.ts'
import { chaos } from './chaos.ts'
import { runControl } from './control.ts'
import type { Environment } from './environment.ts'
import { decide } from './person.ts'
import { scenarios } from './scenarios.ts'
import { plan } from './setup.ts'
import { historyOf, judgeRun } from './verdict.ts'
import { crashContext } from './worker.context.ts'
import { startCrew, type Crew } from './workers.ts'

const { values } = parseArgs({
  options: {
    deliveries: { type: 'string', default: '540' },
    control: { type: 'string', default: '45' },
    restarts: { type: 'string' },
    only: { type: 'string' },
    verbose: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) {
  console.log(
    'npm run test:crash -- [--deliveries 540] [--control 45] [--restarts 4] [--only C11] [--verbose]',
  )
  process.exit(0)
}
const deliveries = Number(values.deliveries)
const restarts = Number(values.restarts ?? (deliveries > 200 ? 4 : 1))

const folder = await mkdtemp(join(process.getuid?.() === 0 ? '/var/tmp' : tmpdir(), 't21-crash-'))
await chmod(folder, 0o755)
const port = await freePort()
const startDatabase = () =>
  startEmbeddedPostgres({ folder: join(folder, 'postgres'), port, settings: ['fsync=off'] })
let database = await startDatabase()
const running: { crew?: Crew } = {}
process.once('SIGINT', () => {
  console.error('\nStopping …')
  void Promise.resolve(running.crew?.stop())
    .then(() => database.stop())
    .then(() => rm(folder, { recursive: true, force: true }))
    .finally(() => process.exit(130))
})
await migrateUp(database.url)
const sandbox = await startSandbox({ port: 0, emulators: [emulator] })
const environment: Environment = {
  databaseUrl: database.url,
  sandboxUrl: sandbox.url,
  dataDir: join(folder, 'media'),
  orders: join(folder, 'orders'),
  ...(values.verbose && { logLevel: 'warn' }),
}
await mkdir(environment.orders)
const context = crashContext(environment)
const started = performance.now()

console.error(`Planning ${deliveries} deliveries …`)
const planned = await plan(context, environment, {
  deliveries,
  prefix: 'a',
  scenarios: scenarios.filter(({ point }) => [undefined, point].includes(values.only)),
  dueAt: new Date(),
})
const workers = startCrew('worker.ts', environment, { size: 2 })
running.crew = workers
const trouble = chaos({
  environment,
  crew: workers,
  restarts,
  async restartDatabase() {
    await database.kill()
    database = await startDatabase()
  },
})
let decisions = 0
const end = performance.now() + 240_000 + deliveries * 2_000
for (let open = deliveries; open > 0 && performance.now() < end;) {
  await sleep(500)
  try {
    decisions += await decide(context, sandbox.url, planned)
    const [row] = await context.database
      .system('social_posts')
      .whereNotIn('state', ['published', 'failed', 'expired', 'canceled'])
      .count<{ count: number }[]>('id as count')
    open = Number(row?.count ?? 0)
    process.stderr.write(
      `\r${deliveries - open} of ${deliveries} at an end, ${workers.kills()} kills `,
    )
  } catch {
    // The database is being restarted.
  }
}
process.stderr.write('\n')
const mischief = await trouble.stop()
await workers.stop()
const left = (await readdir(environment.orders)).length
const given = planned.reduce((sum, { scenario }) => sum + (scenario.orders?.length ?? 0), 0)
const verdict = await judgeRun(context, sandbox.url, planned)
for (const id of [...verdict.suspects].slice(0, 3)) {
  for (const line of await historyOf(context, id)) console.error(line)
}
const control = await runControl(context, environment, Number(values.control))

await context.database.close()
await context.connectorHttp.close()
await sandbox.close()
await database.stop()
await rm(folder, { recursive: true, force: true })

for (const detail of [...verdict.details.slice(0, 40), ...workers.accidents]) console.error(detail)
const { published, lost, duplicates, misrecorded, unfinished } = verdict
console.log(
  JSON.stringify({
    deliveries,
    published,
    kills: workers.kills(),
    ...mischief,
    // The rest of the planned points was not reached, because a neighbour's trouble came first.
    pointsHit: `${given - left} of ${given}`,
    accidents: workers.accidents.length,
    decisions,
    lost,
    duplicates,
    misrecorded,
    unfinished,
    control,
    seconds: Math.round((performance.now() - started) / 1_000),
  }),
)
const clean = lost + duplicates + misrecorded + unfinished + workers.accidents.length === 0
process.exitCode = clean && control.duplicates > 0 ? 0 : 1
