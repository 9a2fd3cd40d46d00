import type { Context } from '../../context.ts'
import { redact } from '../../redact.ts'
import { secondsUntil, understood } from '../publishing/failure-policy.ts'
import { pauseLane, type Lane } from './lanes.ts'
import { retrySeconds, soonerReading } from './schedule.ts'

/** Seconds without the network's own word, as for publishing. */
const pauses = { rate_limited: 60, quota: 900 } as const

/**
 * What follows from a network that did not tell its numbers. A limit of the network pauses the account's questions, and
 * what was asked is due again afterwards; after a fault it is asked again within the hour; anything else, a missing
 * permission say, waits for its next time. Other accounts go on.
 *
 * @returns seconds until it may be asked again before its usual time; `null` where that is of no use
 */
export async function afterFailedReading(
  context: Context,
  lane: Lane,
  failure: unknown,
  asked: { readonly at: Date; readonly deliveryIds: readonly string[] },
): Promise<number | null> {
  const known = understood(failure)
  const { socialAccountId } = lane
  if (known === undefined) {
    context.log.error({ err: failure, socialAccountId }, 'a connector failed to read numbers')
  } else {
    const { kind, message } = known
    context.log.info({ socialAccountId, kind, reason: redact(message) }, 'numbers were not read')
  }
  if (known?.kind === 'rate_limited' || known?.kind === 'quota') {
    const seconds = secondsUntil(known, asked.at, pauses[known.kind])
    await pauseLane(context, lane, { seconds, because: known.kind })
    await readAgain(
      context,
      asked.deliveryIds,
      `clock_timestamp() + make_interval(secs => ${seconds})`,
    )
    return seconds
  }
  if (known !== undefined && known.kind !== 'transient') return null
  await readAgain(context, asked.deliveryIds, soonerReading)
  return retrySeconds
}

async function readAgain(context: Context, ids: readonly string[], at: string): Promise<void> {
  if (ids.length === 0) return
  await context.database.system.raw(
    `update social_posts set metrics_at = ${at} where id = any (?::uuid[]) and gone_at is null`,
    [[...ids]],
  )
}
