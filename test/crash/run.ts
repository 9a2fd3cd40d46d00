// The crash matrix (reliability.md 1.6): real worker processes, a real PostgreSQL, the sandbox's networks, and SIGKILL
// at every crash point, beside stopped processes, database restarts, and deleted and doubled jobs.
//
//   npm run test:crash -- --network all --deliveries 540
//
// Prints a table and one JSON line last. The exit code is 1 unless everything is zero and the control shows
// duplicates, on each network.
import { readdir } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { chaos } from './chaos.ts'
import { runControl, type ControlFigures } from './control.ts'
import { figuresOf, isClean, tableOf, type Countable, type NetworkFigures } from './figures.ts'
import { readLivePosts } from './live-posts.ts'
import { readOptions } from './options.ts'
import { waitForIds, waitForPeople } from './passing-time.ts'
import { decide, type Decision } from './person.ts'
import { scenariosOf } from './scenarios.ts'
import { plan, type Planned } from './setup.ts'
import { startStage } from './stage.ts'
import { historyOf, judgeRun, type Verdict } from './verdict.ts'
import { startCrew, type Crew } from './workers.ts'

const options = readOptions(process.argv.slice(2))
const started = performance.now()
const stage = await startStage(options)
const { environment, context, networks } = stage
const running: { crew?: Crew } = {}
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    console.error('\nStopping …')
    void Promise.resolve(running.crew?.stop())
      .then(() => stage.close())
      .finally(() => process.exit(130))
  })
}

const planned: Planned[] = []
for (const [index, network] of networks.entries()) {
  const scenarios = scenariosOf(network, ({ point }) => [undefined, point].includes(options.only))
  console.error(`Planning ${options.deliveries} deliveries for ${network.connector.id} …`)
  const { deliveries } = options
  const share = { network, deliveries, prefix: 'a', scenarios, first: index * deliveries }
  planned.push(...(await plan(context, environment, share)))
}
const byId = new Map(planned.map((one) => [one.id, one]))

const workers = startCrew('worker.ts', environment, { size: 2 })
running.crew = workers
const trouble = chaos({
  environment,
  crew: workers,
  restarts: options.restarts,
  restartDatabase: () => stage.restartDatabase(),
})
const decisions: Decision[] = []
let said = ''
const end = performance.now() + (240_000 + planned.length * 2_000) * options.patience
for (let open = planned.length; open > 0 && performance.now() < end;) {
  await sleep(500)
  try {
    decisions.push(...(await decide(context, environment.sandboxUrl, byId)))
    await waitForPeople(environment, planned)
    const [row] = await context.database
      .system('social_posts')
      .whereNotIn('state', ['published', 'failed', 'expired', 'canceled'])
      .count<{ count: number }[]>('id as count')
    open = Number(row?.count ?? 0)
    say(`${planned.length - open} of ${planned.length} at an end, ${workers.kills()} kills`)
  } catch {
    // The database is being restarted.
  }
}
process.stderr.write('\n')
const mischief = await trouble.stop()
await workers.stop()
for (let tries = 0; tries < 20 && (await waitForIds(context)) > 0; tries += 1) await sleep(1_000)
const ordersLeft = await readdir(environment.orders)
const live = await readLivePosts(environment.sandboxUrl)
const verdicts = new Map<string, Verdict>()
for (const network of networks) {
  const own = planned.filter((one) => one.network === network)
  verdicts.set(network.connector.id, await judgeRun(context, live, own))
}
for (const id of [...verdicts.values()].flatMap(({ suspects }) => [...suspects]).slice(0, 3)) {
  for (const line of await historyOf(context, id)) console.error(line)
}
for (const { details } of verdicts.values()) {
  for (const detail of details.slice(0, 40)) console.error(detail)
}
for (const accident of workers.accidents) console.error(accident)
console.error(`\n${tableOf(figuresWith(new Map()))}\n\nThe naive control …`)
const control = await runControl(context, environment, networks, options)
await stage.close()

const figures = figuresWith(control.of)
const all = [...figures.values()]
const sum = (name: Countable) => all.reduce((total, one) => total + one[name], 0)
const controlSum = (name: 'deliveries' | 'duplicates' | 'lost') =>
  [...control.of.values()].reduce((total, one) => total + one[name], 0)
console.error(`\n${tableOf(figures)}\n`)
console.log(
  JSON.stringify({
    deliveries: planned.length,
    published: sum('published'),
    kills: workers.kills(),
    ...mischief,
    // The rest of the planned points was not reached, because a neighbour's trouble came first.
    pointsHit: `${sum('pointsHit')} of ${sum('points')}`,
    accidents: workers.accidents.length,
    asked: sum('asked'),
    askedInVain: sum('askedInVain'),
    lost: sum('lost'),
    duplicates: sum('duplicates'),
    misrecorded: sum('misrecorded'),
    unfinished: sum('unfinished'),
    control: {
      deliveries: controlSum('deliveries'),
      duplicates: controlSum('duplicates'),
      lost: controlSum('lost'),
      kills: control.kills,
    },
    networks: Object.fromEntries(figures),
    seconds: Math.round((performance.now() - started) / 1_000),
  }),
)
process.exitCode = all.every(isClean) && workers.accidents.length === 0 ? 0 : 1

/** How far it is, on one line, when that is something new. */
function say(progress: string): void {
  if (progress !== said) process.stderr.write(`\r${progress} `)
  said = progress
}

/** The figures of the matrix, with those of a control. */
function figuresWith(
  controls: ReadonlyMap<string, ControlFigures>,
): ReadonlyMap<string, NetworkFigures> {
  const figures = new Map<string, NetworkFigures>()
  for (const network of networks) {
    const { id } = network.connector
    const verdict = verdicts.get(id)
    if (verdict === undefined) continue
    const own = planned.filter((one) => one.network === network)
    const input = { network, planned: own, decisions, ordersLeft, verdict }
    figures.set(id, figuresOf({ ...input, control: controls.get(id) }))
  }
  return figures
}
