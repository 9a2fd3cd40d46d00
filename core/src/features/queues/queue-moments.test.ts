import fc from 'fast-check'
import { test } from 'tap'
import { momentsOf, weekdays, type QueueSlot } from './queue-moments.ts'

function next(
  slots: readonly QueueSlot[],
  timezone: string,
  after: string,
  count: number,
): string[] {
  const moments: string[] = []
  for (const { at } of momentsOf(slots, timezone, new Date(after))) {
    if (moments.push(at.toISOString()) >= count) break
  }
  return moments
}

test('slots come in the order of the week, by the clocks of the zone, never in the past', async (t) => {
  const slots: QueueSlot[] = [
    { weekday: 'FRIDAY', time: '17:00' },
    { weekday: 'MONDAY', time: '18:00' },
    { weekday: 'MONDAY', time: '09:30' },
  ]
  // A Monday, 09:30 in New York to the millisecond: that one is not to come any more.
  t.same(next(slots, 'America/New_York', '2026-01-05T14:30:00.000Z', 4), [
    '2026-01-05T23:00:00.000Z',
    '2026-01-09T22:00:00.000Z',
    '2026-01-12T14:30:00.000Z',
    '2026-01-12T23:00:00.000Z',
  ])
  t.same(next(slots, 'UTC', '2026-01-05T09:29:59.999Z', 1), ['2026-01-05T09:30:00.000Z'])
  t.same(next([], 'UTC', '2026-01-05T00:00:00Z', 1), [])
})

test('a slot keeps its time on the clock when these change', async (t) => {
  const slots: QueueSlot[] = [{ weekday: 'SATURDAY', time: '09:00' }]
  t.same(next(slots, 'Europe/Berlin', '2026-03-27T00:00:00Z', 2), [
    '2026-03-28T08:00:00.000Z',
    '2026-04-04T07:00:00.000Z',
  ])
})

test('a slot that the clocks jump over is at the first moment after', async (t) => {
  const sunday = (...times: string[]): QueueSlot[] =>
    times.map((time) => ({ weekday: 'SUNDAY', time }))
  // 29 March 2026, Berlin: 02:00 becomes 03:00.
  t.same(next(sunday('02:30'), 'Europe/Berlin', '2026-03-28T12:00:00Z', 2), [
    '2026-03-29T01:00:00.000Z',
    '2026-04-05T00:30:00.000Z',
  ])
  t.same(
    next(
      sunday('01:59', '02:00', '02:59', '03:00', '03:01'),
      'Europe/Berlin',
      '2026-03-28T12:00:00Z',
      5,
    ),
    [
      '2026-03-29T00:59:00.000Z',
      '2026-03-29T01:00:00.000Z',
      '2026-03-29T01:00:00.000Z',
      '2026-03-29T01:00:00.000Z',
      '2026-03-29T01:01:00.000Z',
    ],
  )
  // Midnight itself is left out in Cairo, 24 April 2026; half an hour at Lord Howe.
  t.same(next([{ weekday: 'FRIDAY', time: '00:15' }], 'Africa/Cairo', '2026-04-23T12:00:00Z', 1), [
    '2026-04-23T22:00:00.000Z',
  ])
  t.same(next(sunday('02:10'), 'Australia/Lord_Howe', '2026-10-03T00:00:00Z', 1), [
    '2026-10-03T15:30:00.000Z',
  ])
})

test('a slot in the repeated hour is there once, the first time', async (t) => {
  // 25 October 2026, Berlin: 03:00 becomes 02:00.
  const slots: QueueSlot[] = [{ weekday: 'SUNDAY', time: '02:30' }]
  t.same(next(slots, 'Europe/Berlin', '2026-10-24T12:00:00Z', 2), [
    '2026-10-25T00:30:00.000Z',
    '2026-11-01T01:30:00.000Z',
  ])
  t.same(next(slots, 'Europe/Berlin', '2026-10-25T00:30:00Z', 1), ['2026-11-01T01:30:00.000Z'])
})

test('in a year every slot comes 52 or 53 times, in order, wherever people live', async (t) => {
  const slot = fc.record({
    weekday: fc.constantFrom(...weekdays),
    time: fc
      .tuple(fc.nat(23), fc.nat(59))
      .map(
        ([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`,
      ),
  })
  const zones = [
    'Europe/London',
    'America/Sao_Paulo',
    'Asia/Kathmandu',
    'Pacific/Apia',
    'Africa/Cairo',
  ]
  fc.assert(
    fc.property(
      fc.uniqueArray(slot, { maxLength: 5, selector: ({ weekday, time }) => weekday + time }),
      fc.constantFrom(...zones),
      fc.date({ min: new Date('2024-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }),
      (slots, zone, after) => {
        const moments = [...momentsOf(slots, zone, after)]
        const counts = slots.map((one) => moments.filter((moment) => moment.slot === one).length)
        return (
          counts.every((count) => count === 52 || count === 53) &&
          moments.every(({ at }, index) => at >= (moments[index - 1]?.at ?? after) && at > after)
        )
      },
    ),
    { numRuns: 20 },
  )
  t.pass()
})
