import { test } from 'tap'
import { testDatabase } from '../../../../test/support/database.ts'
import { nextReading } from './schedule.ts'

const minute = 60
const hour = 60 * minute
const day = 24 * hour

test('numbers are read every 10 minutes, then every hour, every 6 hours, every day, and after 30 days never', async (t) => {
  const next = await schedule(t)
  t.equal(await next(0), 10 * minute)
  t.equal(await next(10 * minute), 20 * minute)
  t.equal(await next(50 * minute), 60 * minute)
  t.equal(await next(hour), 2 * hour)
  t.equal(await next(23 * hour), 24 * hour)
  t.equal(await next(day), 30 * hour)
  t.equal(await next(7 * day - 1), 7 * day)
  t.equal(await next(7 * day), 8 * day)
  t.equal(await next(30 * day - 1), 30 * day)
  t.equal(await next(30 * day), null)
  t.equal(await next(400 * day), null)
})

test('a reading that comes late delays no other, and one after an outage makes up for all', async (t) => {
  const next = await schedule(t)
  t.equal(await next(13 * minute), 20 * minute)
  t.equal(await next(5 * hour + 59 * minute), 6 * hour)
  t.equal(await next(3 * day + 5 * hour), 3 * day + 6 * hour)
})

test('a post has 76 readings in its life', async (t) => {
  const next = await schedule(t)
  let readings = 0
  for (let age: number | null = 10 * minute; age !== null; age = await next(age)) readings += 1
  t.equal(readings, 6 + 23 + 6 * 4 + 23)
})

/** Seconds since publication of the reading after one at so many seconds. */
async function schedule(t: Parameters<typeof testDatabase>[0]) {
  const { system } = await testDatabase(t)
  const at = `'2026-10-20 12:00Z'::timestamptz`
  return async (seconds: number): Promise<number | null> => {
    const { rows } = await system.raw<{ rows: [{ next: string | null }] }>(
      `select extract(epoch from ${nextReading(at, `(${at} + make_interval(secs => ?))`)} - ${at}) as next`,
      // The expression names the moment as often as it needs it.
      Array.from({ length: 8 }, () => seconds),
    )
    return rows[0].next === null ? null : Number(rows[0].next)
  }
}
