import type { Knex } from 'knex'
import { withinTime } from './within-time.ts'

/** Requests of one key in its window, as far as this process knows them. */
interface Bucket {
  /** Requests that this process may still let through without asking. */
  left: number
  /** What all processes together have taken, at the last look. */
  taken: number
  /** When the window ends, on this process's monotonic clock. */
  endsAt: number
  waiting: number
  reserving: Promise<void> | undefined
}

/** Where a request stands in the window of its key. */
export interface Count {
  /** This request included; one more than the limit where it is refused. */
  readonly current: number
  /** Milliseconds until the window ends. */
  readonly ttl: number
}

/** See {@link makeRateLimitStore}. */
export interface RateLimitStore {
  /** Counts a request; at once where this process holds some of the limit. Rejects when it cannot count. */
  take(key: string, max: number): Count | Promise<Count>
}

/** The share of what remains that a process takes at once, and the most it takes. */
const share = 0.05
const largestBlock = 500
const mostBuckets = 50_000
const patienceMilliseconds = 2_000
const pauseAfterFailureMilliseconds = 1_000

/**
 * The counters of the rate limits: shared between all processes in the table `rate_limits`, whose
 * windows follow the database's clock, with a memory in front (reliability.md 8).
 *
 * A process takes requests off the shared counter in blocks (5 % of what remains of the limit) and
 * serves a block from memory, so that few requests need a statement. Whatever is let through was taken
 * off the counter before: **N processes together never exceed the limit**. What a caller may lose is the
 * rest of a block in a process that it does not reach again in the window: at most 5 % of the limit for
 * each such process. With `exact`, a process takes only what is asked for, and nothing is lost. Once a
 * limit is used up, no statement is needed until the window ends.
 *
 * When the database does not answer, `take` rejects within 2 s; the callers decide what that means.
 */
export function makeRateLimitStore(options: {
  readonly system: Pick<Knex, 'raw'>
  readonly windowMilliseconds: number
  readonly exact: boolean
  /** Keeps the keys of several stores apart in the table. */
  readonly prefix?: string
}): RateLimitStore {
  const { system, windowMilliseconds, exact, prefix = '' } = options
  const buckets = new Map<string, Bucket>()
  let failedUntil = 0

  async function reserve(key: string, bucket: Bucket, max: number): Promise<void> {
    const block = exact ? 0 : Math.min(largestBlock, Math.floor((max - bucket.taken) * share))
    const count = Math.max(1, bucket.waiting, block)
    const sentAt = performance.now()
    try {
      const counter = await withinTime(
        patienceMilliseconds,
        increase(system, { key: `${prefix}${key}`, count, max, window: windowMilliseconds }),
      )
      bucket.left = counter.granted
      bucket.taken = Math.min(max, counter.hits)
      // Counted from before the statement: never later than the end that the database keeps.
      bucket.endsAt = sentAt + counter.milliseconds
    } catch (error) {
      failedUntil = performance.now() + pauseAfterFailureMilliseconds
      throw error
    } finally {
      bucket.reserving = undefined
    }
  }

  async function waitForBlock(key: string, bucket: Bucket, max: number): Promise<Count> {
    // An exact limit is refused while it cannot count: it asks again every time.
    if (!exact && performance.now() < failedUntil) throw new Error('The counters do not answer.')
    bucket.waiting += 1
    try {
      bucket.reserving ??= reserve(key, bucket, max)
      await bucket.reserving
    } finally {
      bucket.waiting -= 1
    }
    return fromMemory(bucket, max) ?? waitForBlock(key, bucket, max)
  }

  return {
    take(key, max) {
      const bucket = bucketOf(buckets, key)
      return fromMemory(bucket, max) ?? waitForBlock(key, bucket, max)
    },
  }
}

/** Answers from memory; `undefined` where the shared counter has to be asked. */
function fromMemory(bucket: Bucket, max: number): Count | undefined {
  const ttl = bucket.endsAt - performance.now()
  if (ttl <= 0) {
    bucket.left = 0
    bucket.taken = 0
    return undefined
  }
  if (bucket.left > 0) {
    bucket.left -= 1
    return { current: Math.min(max, bucket.taken - bucket.left), ttl }
  }
  return bucket.taken >= max ? { current: max + 1, ttl } : undefined
}

function bucketOf(buckets: Map<string, Bucket>, key: string): Bucket {
  const known = buckets.get(key)
  if (known !== undefined) return known
  if (buckets.size >= mostBuckets) buckets.delete(buckets.keys().next().value ?? '')
  const bucket = { left: 0, taken: 0, endsAt: 0, waiting: 0, reserving: undefined }
  buckets.set(key, bucket)
  return bucket
}

/** One statement: opens a window, or takes from the one that is open what is left of it. */
async function increase(
  system: Pick<Knex, 'raw'>,
  values: {
    readonly key: string
    readonly count: number
    readonly max: number
    readonly window: number
  },
): Promise<Counter> {
  const { rows } = await system.raw<{ rows: Counter[] }>(statement, values)
  const [row] = rows
  if (row === undefined) throw new Error('The counter was not returned.')
  return row
}

interface Counter {
  readonly hits: number
  readonly granted: number
  readonly milliseconds: number
}

const length = `:window * interval '1 millisecond'`

// `excluded.resets_at - length` is the moment of the statement: the clock is read once.
const statement = `
  insert into rate_limits as r (key, hits, granted, resets_at)
  values (:key, least(:count, cast(:max as integer)), least(:count, cast(:max as integer)), clock_timestamp() + ${length})
  on conflict (key) do update set
    hits = case when r.resets_at <= excluded.resets_at - ${length}
      then excluded.hits else greatest(r.hits, least(r.hits + :count, :max)) end,
    granted = case when r.resets_at <= excluded.resets_at - ${length}
      then excluded.granted else greatest(0, least(:count, :max - r.hits)) end,
    resets_at = case when r.resets_at <= excluded.resets_at - ${length}
      then excluded.resets_at else r.resets_at end
  returning hits, granted,
    cast(extract(epoch from resets_at - clock_timestamp()) * 1000 as float8) as milliseconds`
