import { Temporal } from 'temporal-polyfill'
import { invalid } from '../../errors.ts'

/** Days, `2026-11-23`; both bounds are part of the range. */
export interface DayRange {
  readonly from: string
  readonly to: string
}

const usualDays = 30
const mostDays = 366
const firstYear = 1970

/**
 * The range that is asked for: up to today, and 30 days long, where nothing else is said.
 *
 * @param today in the time zone that the days are of
 * @throws ApiError VALIDATION_ERROR for a range that is none or too long
 */
export function dayRange(
  asked: { readonly from?: string; readonly to?: string },
  today: string,
): DayRange {
  const to = dayOf('to', asked.to ?? today)
  const from =
    asked.from === undefined ? to.subtract({ days: usualDays - 1 }) : dayOf('from', asked.from)
  const days = daysOf({ from: from.toString(), to: to.toString() })
  if (days < 1) throw invalid('from', 'Must not be after `to`.')
  if (days > mostDays) throw invalid('from', `Give a range of at most ${mostDays} days.`)
  return { from: from.toString(), to: to.toString() }
}

/** The range of the same length that ends the day before this one begins. */
export function rangeBefore(range: DayRange): DayRange {
  const from = Temporal.PlainDate.from(range.from)
  return {
    from: from.subtract({ days: daysOf(range) }).toString(),
    to: from.subtract({ days: 1 }).toString(),
  }
}

/** The day that it is now in a time zone. */
export function todayIn(timezone: string): string {
  return Temporal.Now.plainDateISO(timezone).toString()
}

/** The moment at which a day begins in a time zone: not always midnight. */
export function startOfDay(day: string, timezone: string): Date {
  return new Date(Temporal.PlainDate.from(day).toZonedDateTime(timezone).epochMilliseconds)
}

/** The day after. */
export function dayAfter(day: string): string {
  return Temporal.PlainDate.from(day).add({ days: 1 }).toString()
}

/** Into what a range is divided. */
export const granularities = ['day', 'week', 'month'] as const

/** See {@link granularities}. */
export type Granularity = (typeof granularities)[number]

/** The first days of the parts of a range. Weeks begin on Monday; the first part begins with the range. */
export function bucketsOf(range: DayRange, granularity: Granularity): string[] {
  const to = Temporal.PlainDate.from(range.to)
  const buckets: string[] = []
  let day = Temporal.PlainDate.from(range.from)
  while (Temporal.PlainDate.compare(day, to) <= 0) {
    buckets.push(day.toString())
    day = nextBucket(day, granularity)
  }
  return buckets
}

function nextBucket(day: Temporal.PlainDate, granularity: Granularity): Temporal.PlainDate {
  switch (granularity) {
    case 'day':
      return day.add({ days: 1 })
    case 'week':
      return day.add({ days: 8 - day.dayOfWeek })
    case 'month':
      return day.with({ day: 1 }).add({ months: 1 })
  }
}

function dayOf(field: string, day: string): Temporal.PlainDate {
  const date = Temporal.PlainDate.from(day)
  if (date.year < firstYear) throw invalid(field, `Give a day of ${firstYear} or later.`)
  return date
}

function daysOf({ from, to }: DayRange): number {
  return Temporal.PlainDate.from(from).until(to).days + 1
}
