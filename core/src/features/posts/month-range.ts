import { Temporal } from 'temporal-polyfill'
import { invalid } from '../../errors.ts'

/** From the first moment of a month to the first moment of the next, which is not part of it. */
export interface MonthRange {
  readonly from: Date
  readonly to: Date
}

/**
 * The month as people in a time zone live it: its first and last days are 23 or 25 hours long where
 * the clocks change, and begin later than midnight where midnight is left out.
 *
 * @param month `2026-01`
 * @param timezone an IANA name, such as `Europe/London`
 * @throws ApiError VALIDATION_ERROR for a zone that does not exist
 */
export function monthRange(month: string, timezone: string): MonthRange {
  const first = Temporal.PlainYearMonth.from(month).toPlainDate({ day: 1 })
  return {
    from: startOf(first, timezone),
    to: startOf(first.add({ months: 1 }), timezone),
  }
}

function startOf(day: Temporal.PlainDate, timezone: string): Date {
  try {
    return new Date(day.toZonedDateTime(timezone).epochMilliseconds)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw invalid('timezone', 'There is no such time zone; use an IANA name like Europe/London.')
  }
}
