import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { daySeconds } from './limits.ts'

/** What is counted over a rolling day, each kind under a name of its own. */
export type Counted = 'publishings' | 'containers_made'

/** How often it happened to an account in the last 24 hours, or since a later moment in milliseconds. */
export function countOf(
  context: EmulatorContext,
  what: Counted,
  accountId: string,
  since = 0,
): number {
  const start = Math.max(since, context.now().getTime() - daySeconds * 1000)
  return timesIn(context, what, accountId).filter((time) => time > start).length
}

/** It happened once more. */
export function countOneMore(context: EmulatorContext, what: Counted, accountId: string): void {
  const now = context.now().getTime()
  const kept = timesIn(context, what, accountId).filter((time) => time > now - daySeconds * 1000)
  context.store.collection<readonly number[]>(what).set(accountId, [...kept, now])
}

function timesIn(context: EmulatorContext, what: Counted, accountId: string): readonly number[] {
  return context.store.collection<readonly number[]>(what).get(accountId) ?? []
}
