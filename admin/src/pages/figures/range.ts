import { invalid } from '@t21/core/console'

const hour = 3_600_000
const day = 24 * hour
const ranges = { '24h': day, '7d': 7 * day, '30d': 30 * day, '90d': 90 * day } as const

/** How far back figures go. */
export type RangeName = keyof typeof ranges

/** A time whose figures are asked for, in whole hours or days, UTC; the last one is under way. */
export interface Range {
  readonly name: RangeName
  readonly from: Date
  readonly to: Date
  readonly bucket: 'hour' | 'day'
}

/** @throws ApiError VALIDATION_ERROR for a name that is none */
export function rangeNamed(name: string): RangeName {
  if (Object.hasOwn(ranges, name)) return name as RangeName
  throw invalid('range', `Must be one of ${Object.keys(ranges).join(', ')}.`)
}

/** The range up to a moment. */
export function rangeUntil(name: RangeName, now: Date): Range {
  const bucket = name === '24h' ? 'hour' : 'day'
  const step = stepOf(bucket)
  const first = now.getTime() - ranges[name] + step
  return { name, bucket, from: new Date(first - (first % step)), to: now }
}

/** When each hour or day of a range begins, as ISO texts. */
export function bucketsOf({ bucket, from, to }: Range): string[] {
  const step = stepOf(bucket)
  const count = Math.floor((to.getTime() - from.getTime()) / step) + 1
  return Array.from({ length: count }, (_, index) =>
    new Date(from.getTime() + index * step).toISOString(),
  )
}

function stepOf(bucket: Range['bucket']): number {
  return bucket === 'hour' ? hour : day
}
