// Deliveries a second against a bare queue, and punctuality with thousands due at once. See README.md.
import { join } from 'node:path'
import { readConfig } from '../core/src/config.ts'
import type { QueueSettings } from './publish/baseline.ts'
import { watchRound, type Round } from './publish/round.ts'
import { seedAccounts, seedDeliveries, seedJobs } from './publish/seed.ts'
import { runBench, type Bench } from './support/bench.ts'
import { startChild, type Child } from './support/child-process.ts'
import { startPostgres } from './support/postgres.ts'
import { median, quantile, round } from './support/statistics.ts'

/** Milliseconds that seeding may take before everything falls due, in all and for each post. */
const leadMs = 4_000
const leadMsEach = 2.5

const punctualWithinMs = 5_000

/** Settings of the bare queue that are tried; the ratio is against the better one. */
const queues: Readonly<Record<'plain' | 'batched', QueueSettings>> = {
  plain: { concurrency: 50 },
  batched: { concurrency: 100, localQueue: 500 },
}

interface Place {
  readonly bench: Bench
  readonly network: Child
  readonly networkUrl: string
  readonly t21Url: string
  readonly queueUrl: string
}

await runBench(
  {
    name: 'bench:publish',
    about:
      'Measures deliveries a second against bare graphile-worker with one HTTP call a job, and punctuality with many due at once.',
    options: {
      deliveries: { default: '5000', about: 'Deliveries of a throughput round' },
      rounds: { default: '3', about: 'Throughput rounds of each, alternating; 0 leaves them out' },
      due: { default: '2000,5000', about: 'How many fall due at once, separated by commas' },
      latency: { default: '300', about: 'Milliseconds until the network answers, for punctuality' },
      profile: { default: '', about: "Folder for CPU profiles of T21's worker" },
    },
  },
  async (bench) => {
    const place = await prepare(bench)
    const throughput = await compare(place)
    const punctuality: Record<string, number> = {}
    for (const due of bench.text('due').split(',').filter(Boolean).map(Number)) {
      Object.assign(punctuality, await punctual(place, due))
    }
    return { ...throughput, ...punctuality }
  },
)

async function prepare(bench: Bench): Promise<Place> {
  const postgres = await startPostgres(bench)
  const t21Url = await postgres.makeDatabase('t21_bench')
  const queueUrl = await postgres.makeDatabase('queue_bench')
  const network = startChild(bench, join(import.meta.dirname, 'publish/network.ts'))
  const networkUrl = await network.ask<string>('url')
  const accounts = Math.max(bench.number('deliveries'), ...bench.text('due').split(',').map(Number))
  bench.say(`Connecting ${accounts} accounts …`)
  await seedAccounts(t21Url, readConfig({}), accounts)
  return { bench, network, networkUrl, t21Url, queueUrl }
}

async function compare(place: Place): Promise<object> {
  const { bench } = place
  const count = bench.number('deliveries')
  const figures = { t21: [] as number[], plain: [] as number[], batched: [] as number[] }
  for (let number = 1; number <= bench.number('rounds'); number += 1) {
    const name = `round ${number}`
    figures.t21.push((await t21Round(place, { count, name, latency: 0 })).perSecond)
    figures.plain.push((await queueRound(place, { count, name, settings: queues.plain })).perSecond)
    figures.batched.push(
      (await queueRound(place, { count, name, settings: queues.batched })).perSecond,
    )
    const last = Object.entries(figures).map(([who, all]) => `${who} ${round(all.at(-1) ?? 0)}/s`)
    bench.say(`Round ${number}: ${last.join(', ')}`)
  }
  if (figures.t21.length === 0) return {}
  const perSecond = median(figures.t21)
  const [plain, batched] = [median(figures.plain), median(figures.batched)]
  return {
    perSecond: round(perSecond),
    baseline: round(plain),
    ratio: round(perSecond / plain, 2),
    baselineBatched: round(batched),
    ratioBatched: round(perSecond / batched, 2),
  }
}

async function punctual(place: Place, due: number): Promise<Record<string, number>> {
  const { bench } = place
  const { lateness } = await t21Round(place, {
    count: due,
    name: `punctuality of ${due}`,
    latency: bench.number('latency'),
  })
  const share = lateness.filter((late) => late <= punctualWithinMs).length / lateness.length
  const figures = [share, quantile(lateness, 0.5), quantile(lateness, 0.99)] as const
  const [p50, p99] = [round(figures[1]), round(figures[2])]
  bench.say(
    `${due} due at once: ${round(share * 100, 1)} % within 5 s, p50 ${p50} ms, p99 ${p99} ms`,
  )
  const suffix = due === 2_000 ? '' : String(due)
  return {
    [`punctual${suffix}`]: round(share, 4),
    [`p50Ms${suffix}`]: p50,
    [`p99Ms${suffix}`]: p99,
  }
}

async function t21Round(
  { bench, network, networkUrl, t21Url }: Place,
  options: { readonly count: number; readonly name: string; readonly latency: number },
): Promise<Round> {
  const profile = bench.text('profile')
  const worker = startChild(bench, join(import.meta.dirname, 'publish/t21.ts'), {
    ...(profile && { profile: join(profile, options.name.replaceAll(' ', '-')) }),
  })
  await worker.ask('start', { databaseUrl: t21Url, networkUrl, dataDir: bench.folder })
  await network.ask('reset', options.latency)
  const dueAt = new Date(Date.now() + leadMs + options.count * leadMsEach)
  await seedDeliveries(t21Url, { count: options.count, round: options.name, dueAt })
  refuseWhenLate(dueAt)
  const leftSql = `select count(*)::int as left from social_posts where next_at is not null
    and state in ('scheduled', 'retry_wait', 'claimed', 'preparing', 'sending', 'processing', 'unknown')`
  const seen = await watchRound(network, { databaseUrl: t21Url, leftSql }, { ...options, dueAt })
  await worker.stop()
  return seen
}

async function queueRound(
  { bench, network, networkUrl, queueUrl }: Place,
  options: { readonly count: number; readonly name: string; readonly settings: QueueSettings },
): Promise<Round> {
  const queue = startChild(bench, join(import.meta.dirname, 'publish/baseline.ts'))
  await queue.ask('start', { ...options.settings, databaseUrl: queueUrl, networkUrl })
  await network.ask('reset', 0)
  const dueAt = new Date(Date.now() + leadMs + options.count * leadMsEach)
  await seedJobs(queueUrl, { count: options.count, round: options.name, dueAt })
  refuseWhenLate(dueAt)
  const leftSql = 'select count(*)::int as left from graphile_worker.jobs'
  const seen = await watchRound(network, { databaseUrl: queueUrl, leftSql }, { ...options, dueAt })
  await queue.stop()
  return seen
}

/** @throws Error where seeding took longer than planned: the round would measure something else */
function refuseWhenLate(dueAt: Date): void {
  if (Date.now() > dueAt.getTime()) throw new Error('Seeding took too long on this machine.')
}
