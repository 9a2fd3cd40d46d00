import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { rateLimited } from '../accounts/account.ts'
import type { Caller } from '../oauth/bearer.ts'
import { rateLimitExceeded } from './errors.ts'
import { rateLimits, rateWindowSeconds, type RateLimitName } from './limits.ts'

/**
 * Counts one call against its sliding minute, in the sandbox's time. A refused call counts for nothing.
 *
 * @throws Refusal 429
 */
export function takeFromLimit(context: EmulatorContext, name: RateLimitName, caller: Caller): void {
  const { per, calls } = rateLimits[name]
  if (!rateLimited(caller.account)) return
  const key = `${name}:${per === 'user' ? caller.openId : caller.client.key}`
  const windows = context.store.collection<readonly number[]>('rate_windows')
  const now = context.now().getTime()
  const recent = (windows.get(key) ?? []).filter((at) => at > now - rateWindowSeconds * 1000)
  if (recent.length >= calls) throw rateLimitExceeded()
  windows.set(key, [...recent, now])
}
