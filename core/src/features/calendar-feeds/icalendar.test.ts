import fc from 'fast-check'
import { test } from 'tap'
import { writeCalendar, type CalendarEvent } from './icalendar.ts'

const event: CalendarEvent = {
  uid: 'post-1@t21',
  sequence: 2,
  startsAt: new Date('2027-01-15T10:00:00.000Z'),
  createdAt: new Date('2027-01-01T00:00:00.000Z'),
  changedAt: new Date('2027-01-02T03:04:05.678Z'),
  summary: 'Bread, cakes; and \\more',
  description: 'One\r\nTwo\rThree\u0007',
  categories: ['TWITTER', 'A,B'],
  url: 'https://app.example/posts/1',
}

test('a calendar is written as RFC 5545 wants it', (t) => {
  t.equal(
    writeCalendar('Acme', [event]),
    [
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//T21//T21//EN',
      'CALSCALE:GREGORIAN',
      'NAME:Acme',
      'X-WR-CALNAME:Acme',
      'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
      'BEGIN:VEVENT',
      'UID:post-1@t21',
      'SEQUENCE:2',
      'DTSTAMP:20270102T030405Z',
      'CREATED:20270101T000000Z',
      'LAST-MODIFIED:20270102T030405Z',
      'DTSTART:20270115T100000Z',
      'SUMMARY:Bread\\, cakes\\; and \\\\more',
      'DESCRIPTION:One\\nTwo\\nThree',
      'CATEGORIES:TWITTER,A\\,B',
      'URL:https://app.example/posts/1',
      'STATUS:CONFIRMED',
      'TRANSP:TRANSPARENT',
      'END:VEVENT',
      'END:VCALENDAR',
      '',
    ].join('\r\n'),
  )
  t.end()
})

test('whatever the text, no line is longer than 75 octets, and nothing of it is lost', (t) => {
  const texts = fc.string({ unit: 'grapheme', maxLength: 400 })
  const run = (): void =>
    fc.assert(
      fc.property(texts, (description) => {
        const written = writeCalendar('Acme', [{ ...event, description }])
        for (const line of written.split('\r\n')) if (Buffer.byteLength(line) > 75) return false
        const unfolded = written.replaceAll('\r\n ', '')
        const line = /^DESCRIPTION:(.*)$/m.exec(unfolded)?.[1] ?? ''
        const read = line.replaceAll(/\\([\\;,n])/g, (_, sign: string) =>
          sign === 'n' ? '\n' : sign,
        )
        // oxlint-disable-next-line no-control-regex -- as in the writer
        const kept = /[\u0000-\u0008\u000b-\u001f\u007f]/g
        return read === description.replaceAll(/\r\n?/g, '\n').replaceAll(kept, '')
      }),
      { numRuns: 300 },
    )
  t.doesNotThrow(run)
  t.end()
})
