import {
  graphTime,
  invalidParameter,
  type Caller,
  type GraphCall,
  type Page,
} from '@t21/meta-graph/sandbox'
import { daySeconds, insightLimits } from '../api/limits.ts'
import { cumulativeMetrics, pageMetrics } from './page-metrics.ts'
import { titleOf } from './title.ts'

const day = daySeconds * 1000

/** A day of Facebook's ends at midnight in California; here always at 08:00 UTC. */
const midnight = 8 * 60 * 60 * 1000

/** How many days a period covers. */
const periods: Readonly<Record<string, number>> = { day: 1, week: 7, days_28: 28 }

/**
 * Rows of a page's insights, one value for each day (facebook.md 6).
 *
 * @throws GraphRefusal 100 for a period or a span that cannot be
 */
export function pageRows(
  { params, context }: GraphCall<Caller>,
  page: Page,
  names: readonly string[],
): readonly object[] {
  const period = params.get('period') ?? 'day'
  const length = periods[period]
  if (length === undefined) {
    throw invalidParameter('Param period must be one of {day, week, days_28}')
  }
  const now = context.now().getTime()
  const until = Math.min(params.time('until') ?? now, now)
  const since = params.time('since') ?? until - 2 * day
  if (since > until || until - since > insightLimits.daysPerCall * day) {
    throw invalidParameter('There cannot be more than 90 days between since and until')
  }
  const last = Math.floor((until - midnight) / day)
  const first = Math.floor((since - midnight) / day) + 1
  const days = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index)
  return names.map((name) => ({
    name,
    period,
    values: days.map((end) => ({
      value: valueOf(page, name, end, length),
      end_time: graphTime(end * day + midnight),
    })),
    title: titleOf(name),
    description: titleOf(name),
    id: `${page.id}/insights/${name}/${period}`,
  }))
}

function valueOf(page: Page, name: string, end: number, length: number): number {
  const metric = pageMetrics[name]
  if (metric === undefined) return 0
  if (cumulativeMetrics.includes(name)) return metric(page, end)
  let sum = 0
  for (let offset = 0; offset < length; offset += 1) sum += metric(page, end - offset)
  return sum
}
