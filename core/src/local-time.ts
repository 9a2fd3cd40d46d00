import { Temporal } from 'temporal-polyfill'

/** A moment that somebody named by the clock on the wall. */
export interface LocalMoment {
  readonly at: Date
  /** Whether the clocks leave this time out: then `at` is the first moment after it. */
  readonly skipped: boolean
}

/**
 * The moment at which the clocks of a zone show this time. Where they show it twice, the first; where they
 * leave it out, the first moment after what is left out.
 *
 * @param local such as `2027-03-28T02:30`
 * @throws RangeError for what is no time, and for a zone that does not exist
 */
export function momentOf(local: string | Temporal.PlainDateTime, timezone: string): LocalMoment {
  const plain = Temporal.PlainDateTime.from(local, { overflow: 'reject' })
  const compatible = plain.toZonedDateTime(timezone)
  if (compatible.toPlainDateTime().equals(plain)) {
    return { at: new Date(compatible.epochMilliseconds), skipped: false }
  }
  const before = plain.toZonedDateTime(timezone, { disambiguation: 'earlier' })
  const after = before.getTimeZoneTransition('next') ?? compatible
  return { at: new Date(after.epochMilliseconds), skipped: true }
}

/** What the clocks of a zone show at a moment, such as `2027-03-28T09:00:00`. */
export function localTimeOf(moment: Date, timezone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(moment.getTime())
    .toZonedDateTimeISO(timezone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'second' })
}
