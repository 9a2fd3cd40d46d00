import type { Price } from '../objects/records.ts'
import { day } from './clock.ts'

/** The end of the period that begins at `start`, in cycles that are counted from `anchor`. Seconds since 1970. */
export function periodEnd(price: Price, anchor: number, start: number): number {
  for (let cycles = 1; ; cycles += 1) {
    const end = cyclesAfter(price, anchor, cycles)
    if (end > start) return end
  }
}

function cyclesAfter({ recurring }: Price, anchor: number, cycles: number): number {
  const count = cycles * (recurring?.interval_count ?? 1)
  switch (recurring?.interval) {
    case 'day':
      return anchor + count * day
    case 'week':
      return anchor + count * 7 * day
    case 'year':
      return monthsAfter(anchor, count * 12)
    default:
      return monthsAfter(anchor, count)
  }
}

/** The same day and time so many months later; the month's last day where it has no such day. */
function monthsAfter(seconds: number, months: number): number {
  const from = new Date(seconds * 1000)
  const first = new Date(from)
  first.setUTCDate(1)
  first.setUTCMonth(from.getUTCMonth() + months)
  const lastDay = new Date(
    Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0),
  ).getUTCDate()
  first.setUTCDate(Math.min(from.getUTCDate(), lastDay))
  return first.getTime() / 1000
}
