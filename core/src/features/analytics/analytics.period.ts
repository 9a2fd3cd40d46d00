import { requireTimezone } from '../brands/timezone.ts'
import {
  bucketsOf,
  dayRange,
  rangeBefore,
  todayIn,
  type DayRange,
  type Granularity,
} from './day-range.ts'

/** The time that analytics are of. */
export interface AnalyticsPeriod {
  readonly range: DayRange
  /** The range of the same length before it. */
  readonly before: DayRange
  readonly timezone: string
  readonly granularity: Granularity
  /** The first days of the parts of the range. */
  readonly buckets: readonly string[]
}

/**
 * The time that is asked for.
 *
 * @throws ApiError VALIDATION_ERROR for a range that is none or too long, and for a zone that does not exist
 */
export function periodOf(
  asked: {
    readonly from?: string
    readonly to?: string
    readonly timezone?: string
    readonly granularity: Granularity
  },
  usualTimezone: string,
): AnalyticsPeriod {
  const { timezone = usualTimezone, granularity } = asked
  requireTimezone(timezone)
  const range = dayRange(asked, todayIn(timezone))
  return {
    range,
    before: rangeBefore(range),
    timezone,
    granularity,
    buckets: bucketsOf(range, granularity),
  }
}
