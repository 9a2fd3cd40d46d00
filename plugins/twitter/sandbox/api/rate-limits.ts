import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { rateLimits, windowSeconds, type RateLimit, type RateLimitName } from './limits.ts'

interface Window {
  /** Epoch seconds at which it ends. */
  readonly reset: number
  readonly used: number
}

const daySeconds = 24 * 60 * 60

/** What a call did to its limits. */
export interface RateDecision {
  readonly exceeded: boolean
  /** `x-rate-limit-*`, and `x-user-limit-24hour-*` where there is one. */
  readonly headers: Readonly<Record<string, string>>
}

/**
 * Counts one call of an endpoint against its windows, in the sandbox's time. A refused call counts
 * for nothing. Windows begin with their first call.
 */
export function takeFromLimit(
  context: EmulatorContext,
  name: RateLimitName,
  caller: { readonly kind: 'user' | 'app'; readonly id: string },
): RateDecision {
  const limit: RateLimit = rateLimits[name]
  // An endpoint without a limit for apps refuses them anyway, with its own words.
  const short = caller.kind === 'user' ? limit.user : (limit.app ?? limit.user)
  const windows = context.store.collection<Window>('rate_windows')
  const now = Math.floor(context.now().getTime() / 1000)

  const keys = { short: `${name}:${caller.id}`, day: `${name}:day:${caller.id}` }
  const current = openWindow(windows.get(keys.short), now, windowSeconds)
  const day = limit.userDay === undefined || caller.kind === 'app' ? undefined : limit.userDay
  const currentDay =
    day === undefined ? undefined : openWindow(windows.get(keys.day), now, daySeconds)

  const exceeded =
    current.used >= short ||
    (day !== undefined && currentDay !== undefined && currentDay.used >= day)
  const step = exceeded ? 0 : 1
  const after = { reset: current.reset, used: current.used + step }
  if (step === 1) windows.set(keys.short, after)
  if (day === undefined || currentDay === undefined) {
    return { exceeded, headers: rateHeaders('x-rate-limit', short, after) }
  }
  const dayAfter = { reset: currentDay.reset, used: currentDay.used + step }
  if (step === 1) windows.set(keys.day, dayAfter)
  return {
    exceeded,
    headers: {
      ...rateHeaders('x-rate-limit', short, after),
      ...rateHeaders('x-user-limit-24hour', day, dayAfter),
    },
  }
}

/** The headers of a caller who could not be told: an untouched window. */
export function untouchedLimit(
  context: EmulatorContext,
  name: RateLimitName,
): Readonly<Record<string, string>> {
  const now = Math.floor(context.now().getTime() / 1000)
  return rateHeaders('x-rate-limit', rateLimits[name].user, { reset: now + windowSeconds, used: 0 })
}

/** The three headers of a window: `<prefix>-limit`, `-remaining` and `-reset` (epoch seconds). */
export function rateHeaders(prefix: string, limit: number, window: Window): Record<string, string> {
  return {
    [`${prefix}-limit`]: String(limit),
    [`${prefix}-remaining`]: String(Math.max(0, limit - window.used)),
    [`${prefix}-reset`]: String(window.reset),
  }
}

function openWindow(stored: Window | undefined, now: number, seconds: number): Window {
  if (stored === undefined || stored.reset <= now) return { reset: now + seconds, used: 0 }
  return stored
}
