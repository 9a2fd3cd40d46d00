/**
 * How often the numbers of a post are read: less and less, since they move less and less and some networks charge for
 * each post that is read. After the last age, never again.
 */
const steps = [
  { youngerThan: '1 hour', every: '10 minutes' },
  { youngerThan: '24 hours', every: '1 hour' },
  { youngerThan: '7 days', every: '6 hours' },
  { youngerThan: '30 days', every: '24 hours' },
] as const

/** The longest wait after a fault of the network. */
export const retrySeconds = 3_600

/** Least time between the two answers without a post that are needed to believe that it has vanished. */
export const goneAfter = '10 minutes'

/**
 * SQL: when the numbers of a post are read next, counted from its publication so that a late reading does not
 * delay all others; `null` for never.
 *
 * @param publishedAt SQL of the publication's moment
 * @param now SQL of the present moment
 */
export function nextReading(publishedAt: string, now: string): string {
  const cases = steps.map(
    ({ youngerThan, every }) =>
      `when ${now} < ${publishedAt} + interval '${youngerThan}'
         then ${publishedAt} + (floor(extract(epoch from ${now} - ${publishedAt})
           / extract(epoch from interval '${every}')) + 1) * interval '${every}'`,
  )
  return `case ${cases.join(' ')} end`
}

/** SQL: as `nextReading` said, but soon where the network had a fault. A last reading is not made up for. */
export const soonerReading = `case when metrics_at is not null
  then least(metrics_at, clock_timestamp() + interval '${retrySeconds} seconds') end`
