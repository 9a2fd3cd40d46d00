import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { traitsOf, type Account } from '../accounts/account.ts'
import { daySeconds, publishingLimit } from '../api/limits.ts'

/** How many posts an account may have in 24 hours. */
export function quotaOf(account: Account): number {
  return traitsOf(account).quota ? publishingLimit.quotaHandles : publishingLimit.total
}

/**
 * How many it has had in the last 24 hours, or since a later moment. A carousel is one; a deleted post still
 * counts.
 */
export function usedQuota(context: EmulatorContext, account: Account, since = 0): number {
  const start = Math.max(since, context.now().getTime() - daySeconds * 1000)
  return timesOf(context, account).filter((time) => time > start).length
}

/** One more. */
export function rememberPublishing(context: EmulatorContext, account: Account): void {
  const now = context.now().getTime()
  const kept = timesOf(context, account).filter((time) => time > now - daySeconds * 1000)
  publishings(context).set(account.id, [...kept, now])
}

function timesOf(context: EmulatorContext, account: Account): readonly number[] {
  return publishings(context).get(account.id) ?? []
}

function publishings(context: EmulatorContext): Map<string, readonly number[]> {
  return context.store.collection<readonly number[]>('publishings')
}
