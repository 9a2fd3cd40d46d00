import type { ConnectorResponse } from '@t21/plugin-kit'
import type { Problem } from './problem.ts'

const minuteMs = 60_000
const dayMs = 86_400_000

/**
 * When LinkedIn lets a limited account go on: by its own word where it gives one, a minute for the burst limit of
 * comments, else midnight UTC, when all windows begin anew (linkedin.md 3). `undefined` where a gateway answered.
 */
export function rateLimitUntil(
  headers: ConnectorResponse['headers'],
  problem: Problem,
  now: Date | undefined,
): Date | undefined {
  const retryAfter = headers['retry-after']?.trim()
  if (retryAfter !== undefined) {
    if (/^[0-9]{1,7}$/.test(retryAfter)) {
      return now && new Date(now.getTime() + Number(retryAfter) * 1000)
    }
    const date = Date.parse(retryAfter)
    if (!Number.isNaN(date)) return new Date(date)
  }
  if (!now || !problem.isLinkedIn) return undefined
  if (problem.words.includes('create throttled')) return new Date(now.getTime() + minuteMs)
  return nextMidnight(now)
}

function nextMidnight(now: Date): Date {
  return new Date((Math.floor(now.getTime() / dayMs) + 1) * dayMs)
}
