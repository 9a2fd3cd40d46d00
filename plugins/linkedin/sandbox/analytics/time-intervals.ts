import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { invalidInput } from '../api/errors.ts'
import { reach } from '../api/limits.ts'
import { numberOf, optionalRecord, type Query } from '../api/parameters.ts'
import { isRecord } from '../api/restli.ts'

/** A stretch of time in milliseconds since 1970, its end excluded. */
export interface TimeRange {
  readonly start: number
  readonly end: number
}

const day = 24 * 60 * 60 * 1000

/**
 * Reads `timeIntervals` of organization statistics and cuts it into days or months (linkedin.md 6).
 *
 * @returns `undefined` where it is absent: everything
 * @throws Refusal 400; the bounds must be midnight UTC and lie in the last twelve months
 */
export function timeIntervals(
  context: EmulatorContext,
  query: Query,
): readonly TimeRange[] | undefined {
  const given = optionalRecord(query, 'timeIntervals')
  if (given === undefined) return undefined
  const granularity = given['timeGranularityType']
  if (granularity !== 'DAY' && granularity !== 'MONTH') {
    throw wrong('timeGranularityType', 'must be DAY or MONTH')
  }
  const { timeRange } = given
  if (!isRecord(timeRange)) throw wrong('timeRange', 'must be (start:…,end:…)')
  const start = numberOf(timeRange, 'start', 'timeIntervals/timeRange')
  const end = numberOf(timeRange, 'end', 'timeIntervals/timeRange')
  if (start % day !== 0 || end % day !== 0) throw wrong('timeRange', 'must be midnight UTC')
  if (start >= end) throw wrong('timeRange', 'ends before it begins')
  const oldest = new Date(context.now())
  oldest.setUTCMonth(oldest.getUTCMonth() - reach.statisticsMonths)
  if (end < oldest.getTime() || start < oldest.getTime() - day) {
    throw wrong('timeRange', `lies more than ${reach.statisticsMonths} months back`)
  }
  return cut({ start, end }, granularity)
}

/** Cuts a stretch into days. */
export function daysOf(range: TimeRange): readonly TimeRange[] {
  return cut(range, 'DAY')
}

function cut({ start, end }: TimeRange, granularity: 'DAY' | 'MONTH'): readonly TimeRange[] {
  const pieces: TimeRange[] = []
  for (let at = start; at < end;) {
    const next = new Date(at)
    if (granularity === 'DAY') next.setUTCDate(next.getUTCDate() + 1)
    else next.setUTCMonth(next.getUTCMonth() + 1, 1)
    const to = Math.min(end, next.getTime())
    pieces.push({ start: at, end: to })
    at = to
  }
  return pieces
}

function wrong(field: string, description: string): Error {
  return invalidInput('INVALID_VALUE_FOR_FIELD', `timeIntervals/${field}`, description)
}
