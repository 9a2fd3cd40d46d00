import { test } from 'tap'
import { occurrencesOf } from './recurrence-rule.ts'

const berlin = { startsAt: '2027-03-26T02:30', timezone: 'Europe/Berlin' }

test('the local time stays where the clocks change, and what they leave out is the first moment after', (t) => {
  const spring = occurrencesOf({ ...berlin, rule: 'FREQ=DAILY;COUNT=4' })
  t.same(iso(spring), [
    '2027-03-26T01:30:00.000Z',
    '2027-03-27T01:30:00.000Z',
    // 02:30 is not there on the 28th: 03:00 is the first moment after it.
    '2027-03-28T01:00:00.000Z',
    '2027-03-29T00:30:00.000Z',
  ])
  const autumn = occurrencesOf({
    ...berlin,
    startsAt: '2027-10-30T02:30',
    rule: 'FREQ=DAILY;COUNT=3',
  })
  t.same(
    iso(autumn),
    ['2027-10-30T00:30:00.000Z', '2027-10-31T00:30:00.000Z', '2027-11-01T01:30:00.000Z'],
    'of a time that is there twice, the first',
  )
  const both = {
    ...berlin,
    startsAt: '2027-03-28T01:00',
    rule: 'FREQ=DAILY;COUNT=3;BYHOUR=2,3;BYMINUTE=0',
  }
  t.same(
    iso(occurrencesOf(both)),
    ['2027-03-28T01:00:00.000Z', '2027-03-29T00:00:00.000Z'],
    'two times that come to the same moment are one',
  )
  t.end()
})

test('rules of weekdays, months and positions', (t) => {
  const utc = { startsAt: '2027-01-01T09:00', timezone: 'UTC' }
  const days = (rule: string): string[] =>
    iso(occurrencesOf({ ...utc, rule })).map((moment) => moment.slice(0, 13))
  t.same(days('FREQ=WEEKLY;BYDAY=MO,TH;COUNT=3'), [
    '2027-01-04T09',
    '2027-01-07T09',
    '2027-01-11T09',
  ])
  t.same(days('RRULE:FREQ=MONTHLY;BYDAY=-1FR;COUNT=2'), ['2027-01-29T09', '2027-02-26T09'])
  t.same(days('FREQ=DAILY;BYHOUR=9,17;COUNT=3'), [
    '2027-01-01T09',
    '2027-01-01T17',
    '2027-01-02T09',
  ])
  t.same(days('FREQ=MONTHLY;BYMONTHDAY=31;COUNT=2'), ['2027-01-31T09', '2027-03-31T09'])
  t.same(days('FREQ=DAILY;INTERVAL=2;UNTIL=20270105'), [
    '2027-01-01T09',
    '2027-01-03T09',
    '2027-01-05T09',
  ])
  t.same(days('FREQ=DAILY;UNTIL=20270102T090000Z'), ['2027-01-01T09', '2027-01-02T09'])
  t.same(days('FREQ=DAILY;UNTIL=20270102T085959Z'), ['2027-01-01T09'])
  t.equal(days('FREQ=DAILY;COUNT=500').length, 500)
  t.end()
})

test('UNTIL with Z is UTC, and without it the time of the zone', (t) => {
  const tokyo = { startsAt: '2027-01-01T08:00', timezone: 'Asia/Tokyo' }
  const count = (rule: string): number => occurrencesOf({ ...tokyo, rule }).length
  t.equal(count('FREQ=DAILY;UNTIL=20270101T230000Z'), 2)
  t.equal(count('FREQ=DAILY;UNTIL=20270101T225959Z'), 1)
  t.equal(count('FREQ=DAILY;UNTIL=20270102T080000'), 2)
  t.end()
})

for (const [rule, message] of [
  ['FREQ=DAILY', /needs an end/],
  ['FREQ=DAILY;COUNT=2;UNTIL=20270105', /either COUNT or UNTIL/],
  ['COUNT=2', /Say FREQ/],
  ['FREQ=SECONDLY;COUNT=2', /FREQ has the wrong form/],
  ['FREQ=HOURLY;COUNT=2', /FREQ has the wrong form/],
  ['FREQ=DAILY;COUNT=0', /COUNT has the wrong form/],
  ['FREQ=DAILY;COUNT=501', /more than 500 times/],
  ['FREQ=DAILY;BYHOUR=8,9;UNTIL=20281231', /more than 500 times/],
  ['FREQ=WEEKLY;COUNT=400', /later than 2 years/],
  ['FREQ=YEARLY;COUNT=4', /later than 2 years/],
  ['FREQ=WEEKLY;UNTIL=20300101', /later than 2 years/],
  ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;UNTIL=20280101', /would never happen/],
  ['FREQ=DAILY;UNTIL=20261231', /would never happen/],
  ['FREQ=DAILY;UNTIL=20270231', /UNTIL names no moment/],
  ['FREQ=DAILY;COUNT=2;BYHOUR=25', /BYHOUR has the wrong form/],
  ['FREQ=DAILY;COUNT=2;FOO=1', /no part FOO/],
  ['FREQ=DAILY;FREQ=WEEKLY;COUNT=2', /FREQ is there twice/],
  ['FREQ=DAILY;COUNT=2\nEXDATE:20270101', /wrong form/],
  ['FREQ=MONTHLY;BYSETPOS=1;COUNT=3', /cannot be followed/],
  ['DTSTART:20270101T090000Z', /no part/],
  ['', /no part/],
] as const) {
  test(`the rule "${rule.replace('\n', ' ')}" is refused, and it is said why`, (t) => {
    const plan = { startsAt: '2027-01-01T09:00', timezone: 'UTC', rule }
    t.throws(() => occurrencesOf(plan), {
      code: 'VALIDATION_ERROR',
      details: [{ field: 'rule', message }],
    })
    t.end()
  })
}

test('a start that does not exist is refused', (t) => {
  const plan = { startsAt: '2027-02-30T09:00', timezone: 'UTC', rule: 'FREQ=DAILY;COUNT=1' }
  t.throws(() => occurrencesOf(plan), {
    code: 'VALIDATION_ERROR',
    details: [{ field: 'startsAt' }],
  })
  t.end()
})

function iso(moments: readonly Date[]): string[] {
  return moments.map((moment) => moment.toISOString())
}
