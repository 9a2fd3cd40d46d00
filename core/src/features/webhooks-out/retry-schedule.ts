/** Seconds from a failed attempt to the next: 5 s, 5 min, 30 min, 2, 5, 10, 14, 20, 24 h (Standard Webhooks, "Delivery"). */
export const retrySeconds = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400] as const

/** Up to this part earlier or later, so that those who failed together do not come back together. */
const jitter = 0.1

/** The longest that a server can ask us to wait. */
const longestWait = 86_400

/**
 * How long until the next attempt.
 *
 * @param round attempts so far, this one included
 * @param asked seconds that the server asked for
 * @returns seconds, or `null` after the tenth
 */
export function secondsToNext(
  round: number,
  asked: number | undefined,
  random = Math.random(),
): number | null {
  const planned = retrySeconds[round - 1]
  if (planned === undefined) return null
  const shaken = planned * (1 + jitter * (2 * random - 1))
  return Math.max(shaken, Math.min(asked ?? 0, longestWait))
}

/**
 * What `Retry-After` asks for, in seconds; a date is counted from the server's own, so that no two clocks are compared.
 */
export function secondsAsked(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): number | undefined {
  const [value] = [headers['retry-after']].flat()
  if (value === undefined) return undefined
  if (/^\d{1,9}$/.test(value.trim())) return Number(value)
  const [date] = [headers['date']].flat()
  const seconds = (Date.parse(value) - Date.parse(date ?? '')) / 1_000
  return Number.isFinite(seconds) && seconds > 0 ? seconds : undefined
}
