import type { MetricsQuery, PostMetrics } from '../../publishing.ts'
import type { FaultName } from '../../sandbox/index.ts'
import type { Bench } from '../bench/bench.ts'
import type { Session } from '../bench/session.ts'
import { wordsOf, type Check, type Report } from '../check.ts'
import type { ConformanceCase } from '../options.ts'
import { walk } from './walk.ts'

const failing: readonly FaultName[] = [
  'error_500_before',
  'rate_limited',
  'token_dead',
  'garbage_reply',
  'reset_before_commit',
]

/** Numbers are the network's: unknown is null, and a post has vanished only where the network says so. */
export const metrics: Check = {
  name: 'metrics',
  absent({ options: { connector } }) {
    return connector.metrics === undefined ? 'The connector has no "metrics".' : undefined
  },
  async run(bench, report) {
    const told = new Set<string>()
    for (const draft of bench.options.cases) await checkCase(bench, draft, told, report)
    const claimed = bench.options.connector.capabilities.metrics
    if (claimed === false) return
    for (const value of claimed.values) {
      report.ok(
        told.has(value) || bench.options.untold?.[value] !== undefined,
        `"${value}" was null for every case, and "capabilities.metrics.values" claims it.`,
      )
    }
  },
}

async function checkCase(
  bench: Bench,
  draft: ConformanceCase,
  told: Set<string>,
  report: Report,
): Promise<void> {
  const { session, memories } = await walk(bench, draft)
  const first = memories[0]?.published
  if (!first) return
  await session.advance(2 * 24 * 3_600)
  // Tokens end within hours.
  await session.reconnect()
  const published = await resolved(bench, session, first)
  // What has no name yet, or lies with its owner, has no numbers either.
  if (published.provisional || published.handedOver) return
  const { remoteId } = published
  const query: MetricsQuery = {
    remoteId,
    publishedAt: new Date(session.now().getTime() - 2 * 24 * 3_600_000),
    options: draft.options ?? {},
  }
  // Of an id that never becomes a post's own, nobody can say that the post has vanished.
  const posts = draft.idWithheld ? [query] : [query, ...gone(bench, query)]
  let answer: ReadonlyMap<string, PostMetrics>
  try {
    answer = await ask(bench, session, posts)
  } catch (error) {
    report.ok(false, `"metrics" of "${draft.name}" failed: ${wordsOf(error)}`)
    return
  }
  const numbers = answer.get(remoteId)
  report.ok(numbers !== undefined, `"metrics" says that "${draft.name}" has vanished; it is there.`)
  for (const [id, invented] of answer) {
    report.ok(
      id === remoteId || Object.values(invented).every((value) => value === null),
      `"metrics" has numbers of ${id}, a post that the network does not have.`,
    )
  }
  checkNumbers(bench, draft, numbers, told, report)
  await underFaults(bench, session, [query], report)
}

/** Ids of the network's form that nobody has: as many as one call may ask after. */
function gone(bench: Bench, query: MetricsQuery): readonly MetricsQuery[] {
  const { metrics: claimed } = bench.options.connector.capabilities
  const count = claimed === false ? 0 : Math.min(claimed.perCall - 1, 200)
  const digits = /\d(?=\D*$)/
  return Array.from({ length: count }, (_, at) => ({
    ...query,
    remoteId: query.remoteId.replace(/\d{6,}(?=\D*$)/, (id) => unlike(id, at)).replace(digits, '7'),
  })).filter(({ remoteId }) => remoteId !== query.remoteId)
}

function unlike(id: string, at: number): string {
  return `${id.slice(0, -6)}${String(900_000 - at * 10)}`
}

function checkNumbers(
  bench: Bench,
  draft: ConformanceCase,
  numbers: PostMetrics | undefined,
  told: Set<string>,
  report: Report,
): void {
  const claimed = bench.options.connector.capabilities.metrics
  const values: readonly string[] = claimed === false ? [] : claimed.values
  for (const [name, value] of Object.entries(numbers ?? {}) as [string, unknown][]) {
    report.ok(
      value === null || (typeof value === 'number' && Number.isFinite(value) && value >= 0),
      `"${name}" of "${draft.name}" must be a number or null, not ${String(value)}.`,
    )
    if (value === null) continue
    told.add(name)
    report.ok(
      values.includes(name),
      `"${name}" of "${draft.name}" is told, and "capabilities.metrics.values" does not claim it: what the network does not tell is null.`,
    )
  }
}

async function underFaults(
  bench: Bench,
  session: Session,
  posts: readonly MetricsQuery[],
  report: Report,
): Promise<void> {
  for (const fault of failing) {
    await bench.control.arm(fault)
    try {
      const answer = await ask(bench, session, posts)
      report.ok(
        answer.size > 0,
        `"metrics" says under "${fault}" that the post has vanished: an answer that says nothing must be a failure.`,
      )
    } catch {
      report.ok(true, '')
    }
    await bench.control.disarm()
  }
}

async function resolved(
  bench: Bench,
  session: Session,
  published: Parameters<NonNullable<Bench['options']['connector']['resolve']>>[1],
) {
  const { resolve } = bench.options.connector
  if (!published.provisional || resolve === undefined) return published
  return await session.verb('resolve', () => resolve(session.call(), published))
}

function ask(
  bench: Bench,
  session: Session,
  posts: readonly MetricsQuery[],
): Promise<ReadonlyMap<string, PostMetrics>> {
  return session.verb('metrics', async () => {
    const { metrics: read } = bench.options.connector
    return read === undefined ? new Map() : await read(session.call(), posts)
  })
}
