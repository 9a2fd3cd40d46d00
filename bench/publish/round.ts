import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Child } from '../support/child-process.ts'
import type { Arrivals } from './network.ts'

/** What one round showed. */
export interface Round {
  /** Posts a second: from the first call until the last outcome is in the database. */
  readonly perSecond: number
  /** Milliseconds from the moment for which it was scheduled until the network had the call, one a post. */
  readonly lateness: readonly number[]
}

/** Something that publishes, and how one knows that it is done. */
export interface Publisher {
  /** Counts what is not yet written down as published. */
  readonly leftSql: string
  readonly databaseUrl: string
}

const patienceMs = 180_000

/** Waits until everything that is due at a moment is out and recorded, once each. @throws Error otherwise */
export async function watchRound(
  network: Child,
  publisher: Publisher,
  expected: { readonly count: number; readonly dueAt: Date },
): Promise<Round> {
  const end = expected.dueAt.getTime() + patienceMs
  // Asking the network costs the database nothing; the database is asked only at the end.
  while ((await network.ask<number>('count')) < expected.count) {
    if (Date.now() > end) throw new Error('Not everything was published in three minutes.')
    await sleep(20)
  }
  const client = new pg.Client({ connectionString: publisher.databaseUrl })
  await client.connect()
  try {
    for (;;) {
      const { rows } = await client.query<{ left: number }>(publisher.leftSql)
      if (rows[0]?.left === 0) break
      if (Date.now() > end) throw new Error('Not every outcome was recorded in three minutes.')
      await sleep(5)
    }
  } finally {
    await client.end()
  }
  const recorded = Date.now()
  const { times, distinct } = await network.ask<Arrivals>('arrivals')
  if (times.length !== expected.count || distinct !== expected.count) {
    throw new Error(`${expected.count} due, ${times.length} calls of ${distinct} posts.`)
  }
  return {
    perSecond: (1_000 * expected.count) / (recorded - (times[0] ?? 0)),
    lateness: times.map((time) => time - expected.dueAt.getTime()),
  }
}
