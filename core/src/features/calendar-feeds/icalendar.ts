/** An entry of a calendar file. */
export interface CalendarEvent {
  /** The same for the same thing, for ever. */
  readonly uid: string
  /** Rises with every change. */
  readonly sequence: number
  readonly startsAt: Date
  readonly createdAt: Date
  readonly changedAt: Date
  readonly summary: string
  readonly description: string
  readonly categories: readonly string[]
  readonly url: string | null
}

/** The longest that a line may be, in octets, its end not counted (RFC 5545, 3.1). */
const maxOctets = 75

/**
 * Writes a calendar file by RFC 5545. The same events give the same file to the byte: the stamp of an
 * event is that of its last change, as 3.8.7.2 wants it for a file without METHOD.
 */
export function writeCalendar(name: string, events: readonly CalendarEvent[]): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//T21//T21//EN',
    'CALSCALE:GREGORIAN',
    `NAME:${escape(name)}`,
    `X-WR-CALNAME:${escape(name)}`,
    'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
    ...events.flatMap(linesOf),
    'END:VCALENDAR',
  ]
  return lines.map((line) => `${fold(line)}\r\n`).join('')
}

function linesOf(event: CalendarEvent): string[] {
  return [
    'BEGIN:VEVENT',
    `UID:${escape(event.uid)}`,
    `SEQUENCE:${event.sequence}`,
    `DTSTAMP:${utc(event.changedAt)}`,
    `CREATED:${utc(event.createdAt)}`,
    `LAST-MODIFIED:${utc(event.changedAt)}`,
    `DTSTART:${utc(event.startsAt)}`,
    `SUMMARY:${escape(event.summary)}`,
    `DESCRIPTION:${escape(event.description)}`,
    ...(event.categories.length === 0
      ? []
      : [`CATEGORIES:${event.categories.map(escape).join(',')}`]),
    ...(event.url === null ? [] : [`URL:${event.url}`]),
    'STATUS:CONFIRMED',
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
  ]
}

/** Text as a value (3.3.11); control characters, which no value may have, are left out. */
function escape(text: string): string {
  return (
    text
      .replaceAll(/\r\n?/g, '\n')
      // oxlint-disable-next-line no-control-regex -- they are what is looked for
      .replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '')
      .replaceAll(/[\\;,]/g, String.raw`\$&`)
      .replaceAll('\n', String.raw`\n`)
  )
}

/** Folds a line without cutting through a character. */
function fold(line: string): string {
  const folded: string[] = []
  let part = ''
  let octets = 0
  for (const character of line) {
    const size = Buffer.byteLength(character)
    if (octets + size > maxOctets) {
      folded.push(part)
      // A line that goes on begins with a space, which counts.
      part = ' '
      octets = 1
    }
    part += character
    octets += size
  }
  return [...folded, part].join('\r\n')
}

/** `20270115T100000Z`. */
function utc(moment: Date): string {
  return moment.toISOString().replaceAll(/[-:]|\.\d{3}/g, '')
}
