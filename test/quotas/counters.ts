import type { Database } from '../../core/src/db/database.ts'

/**
 * Where the requests of the limiter are counted: as T21 does it, or as a control that has to fail: in the memory of each
 * process, or in the shared table by the clock of each process.
 */
export type Counters = 'shared' | 'memory' | 'app-clock'

interface Step {
  readonly key: string
  readonly count: number
  readonly max: number
  readonly window: number
}

/** The database as the limiter sees it, with another way to count. */
export function withCounters(database: Database, counters: Counters): Database {
  if (counters === 'shared') return database
  const hits = new Map<string, number>()
  const inMemory = ({ key, count, max, window }: Step) => {
    const before = hits.get(key) ?? 0
    const granted = Math.max(0, Math.min(count, max - before))
    hits.set(key, before + granted)
    return Promise.resolve({ rows: [{ hits: before + granted, granted, milliseconds: window }] })
  }
  const byAppClock = (sql: string, step: Step) =>
    database.system.raw(
      sql.replaceAll('clock_timestamp()', `to_timestamp(${Date.now() / 1_000})`),
      { ...step },
    )
  const raw = (sql: string, values: Step) => {
    if (!sql.includes('into rate_limits')) return database.system.raw(sql, { ...values })
    return counters === 'memory' ? inMemory(values) : byAppClock(sql, values)
  }
  const system = new Proxy(database.system, {
    get: (target, name) => (name === 'raw' ? raw : (Reflect.get(target, name) as unknown)),
  })
  return { ...database, system }
}
