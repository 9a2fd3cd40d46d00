import type { EngineParts } from './run.ts'
import { secondsUntil, understood } from './failure-policy.ts'
import { refreshAfterRefusal } from '../social-accounts/tokens.service.ts'
import type { Work } from './work.ts'

/** The longest that a limit keeps us from looking: later, the answer is of less use to a person. */
const longestLimitSeconds = 900

/**
 * What follows from a network that could not be read: a token that it refused is renewed, a limit is waited
 * for.
 *
 * @returns seconds until it is asked again
 */
export async function afterReadingFailure(
  engine: EngineParts,
  { delivery, account }: Work,
  failure: unknown,
  usualSeconds: number,
): Promise<number> {
  const known = understood(failure)
  if (known === undefined) {
    engine.context.log.error({ err: failure, deliveryId: delivery.id }, 'reading back failed')
    return usualSeconds
  }
  if (known.kind === 'reauth') {
    // Where there is no new token, the account is marked, and its owner is told.
    await refreshAfterRefusal(engine.context, account).catch(() => undefined)
  }
  if (known.kind !== 'rate_limited' && known.kind !== 'quota') return usualSeconds
  const limit = Math.min(secondsUntil(known, delivery.now, usualSeconds), longestLimitSeconds)
  return Math.max(limit, usualSeconds)
}
