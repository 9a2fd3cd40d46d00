import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { rateLimits, type RateLimitName } from '../instances.ts'

interface Window {
  /** Epoch seconds at which it began. */
  readonly start: number
  readonly used: number
}

/** What a request did to its limits. */
export interface RateDecision {
  readonly exceeded: boolean
  /** `X-RateLimit-*` of the limit that is closest to its end. */
  readonly headers: Readonly<Record<string, string>>
}

/** Counts a request against all of its limits, in windows that begin at multiples of their length. */
export function takeFromLimits(
  context: EmulatorContext,
  names: readonly RateLimitName[],
  who: string,
): RateDecision {
  const now = Math.floor(context.now().getTime() / 1000)
  const windows = context.store.collection<Window>('rate_windows')
  const counted = names.map((name) => {
    const { limit, seconds } = rateLimits[name]
    const start = now - (now % seconds)
    const known = windows.get(`${name}:${who}`)
    const used = (known?.start === start ? known.used : 0) + 1
    windows.set(`${name}:${who}`, { start, used })
    return { limit, left: limit - used, reset: start + seconds }
  })
  const closest = counted.toSorted((a, b) => a.left - b.left)[0]
  if (closest === undefined) return { exceeded: false, headers: {} }
  return { exceeded: closest.left < 0, headers: rateHeaders(closest) }
}

/** The three headers; the end of the window is ISO 8601 with microseconds. */
export function rateHeaders(window: {
  readonly limit: number
  readonly left: number
  readonly reset: number
}): Readonly<Record<string, string>> {
  return {
    'x-ratelimit-limit': String(window.limit),
    'x-ratelimit-remaining': String(Math.max(0, window.left)),
    'x-ratelimit-reset': new Date(window.reset * 1000).toISOString().replace('Z', '000Z'),
  }
}
