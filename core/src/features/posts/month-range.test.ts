import { test } from 'tap'
import { monthRange } from './month-range.ts'

function isoRange(month: string, timezone: string): [string, string] {
  const { from, to } = monthRange(month, timezone)
  return [from.toISOString(), to.toISOString()]
}

test('a month begins at midnight of its zone', (t) => {
  t.same(isoRange('2026-01', 'UTC'), ['2026-01-01T00:00:00.000Z', '2026-02-01T00:00:00.000Z'])
  t.same(isoRange('2026-12', 'America/New_York'), [
    '2026-12-01T05:00:00.000Z',
    '2027-01-01T05:00:00.000Z',
  ])
  t.same(isoRange('2026-07', 'Asia/Kathmandu'), [
    '2026-06-30T18:15:00.000Z',
    '2026-07-31T18:15:00.000Z',
  ])
  t.end()
})

test('a month in which the clocks change is an hour shorter or longer', (t) => {
  const hours = (month: string): number => {
    const { from, to } = monthRange(month, 'Europe/London')
    return (to.getTime() - from.getTime()) / 3_600_000
  }

  t.equal(hours('2026-01'), 31 * 24)
  t.equal(hours('2026-03'), 31 * 24 - 1)
  t.equal(hours('2026-10'), 31 * 24 + 1)
  t.same(isoRange('2026-07', 'Europe/London'), [
    '2026-06-30T23:00:00.000Z',
    '2026-07-31T23:00:00.000Z',
  ])
  t.end()
})

test('a first day whose midnight is left out begins when it begins', (t) => {
  // Paraguay put its clocks forward at midnight of 1 October 2017.
  t.equal(monthRange('2017-10', 'America/Asuncion').from.toISOString(), '2017-10-01T04:00:00.000Z')
  t.end()
})

test('a zone that does not exist is refused by name', (t) => {
  for (const timezone of ['Mars/Phobos', '', 'Europe/London; drop table posts']) {
    t.throws(() => monthRange('2026-01', timezone), {
      code: 'VALIDATION_ERROR',
      details: [{ field: 'timezone' }],
    })
  }
  t.end()
})
