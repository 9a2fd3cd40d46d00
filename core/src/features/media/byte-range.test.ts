import { test } from 'tap'
import { parseRange } from './byte-range.ts'

test('a range of bytes is read as RFC 9110 says', (t) => {
  for (const [header, expected] of [
    ['bytes=0-0', { start: 0, end: 1 }],
    ['bytes=0-9', { start: 0, end: 10 }],
    ['bytes=0-', { start: 0, end: 10 }],
    ['bytes=3-5', { start: 3, end: 6 }],
    ['bytes=9-', { start: 9, end: 10 }],
    ['bytes=5-500', { start: 5, end: 10 }],
    ['bytes=-3', { start: 7, end: 10 }],
    ['bytes=-30', { start: 0, end: 10 }],
    ['bytes=10-', 'unsatisfiable'],
    ['bytes=10-12', 'unsatisfiable'],
    ['bytes=-0', 'unsatisfiable'],
    [undefined, 'whole'],
    ['', 'whole'],
    ['bytes=', 'whole'],
    ['bytes=-', 'whole'],
    ['bytes=5-3', 'whole'],
    ['bytes=a-b', 'whole'],
    ['bytes=0-1,3-4', 'whole'],
    ['lines=0-1', 'whole'],
    ['bytes=0-99999999999999999999', 'whole'],
  ] as const) {
    t.same(parseRange(header, 10), expected, String(header))
  }
  t.equal(parseRange('bytes=0-', 0), 'unsatisfiable', 'nothing of an empty file can be had')
  t.end()
})
