import { writeCsv } from '../../http/csv.ts'
import { gainNames } from './analytics.numbers.ts'
import type { AnalyticsView } from './analytics.schemas.ts'

const names = ['published', ...gainNames, 'engagementRate'] as const

/** The series of each platform as CSV: a row for each platform and part of the range. */
export function analyticsCsv({ platforms }: Pick<AnalyticsView, 'platforms'>): string {
  const rows = platforms.flatMap(({ platform, series }) =>
    series.map((part) => [part.date, platform, ...names.map((name) => part[name])]),
  )
  return writeCsv(['date', 'platform', ...names], rows)
}
