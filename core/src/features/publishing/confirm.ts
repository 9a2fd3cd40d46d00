import { deliveryError } from './delivery-errors.ts'
import { describe } from './failure-policy.ts'
import { isConnectorFailure } from '@t21/plugin-kit'
import { persist } from './persist.ts'
import { prepareCall, stepAfterReading, stepFrom, type EngineParts, type Run } from './run.ts'
import { fail } from './settle.ts'
import { partAt, type Work } from './work.ts'

/** How long a network may take over something it accepted before it counts as unknown. */
const processingBudgetMilliseconds = 24 * 3_600_000

/** T11: asks after an accepted part. Read only, so it may be repeated as often as needed. */
export async function confirm(engine: EngineParts, work: Work): Promise<void> {
  const { delivery, plugin } = work
  const run = {
    work,
    part: delivery.part,
    checkpoint: delivery.checkpoint,
    publishedIds: new Map(work.publishedIds),
    state: 'processing' as const,
  }
  const again = (inSeconds: number, checkpoint?: Readonly<Record<string, unknown>>) =>
    persist(
      engine,
      stepFrom(engine, run as Run, {
        to: 'processing',
        transition: 'T11',
        nextIn: inSeconds,
        leaseIn: null,
        ...(checkpoint === undefined ? {} : { checkpoint }),
      }),
    )
  if (plugin?.connector.confirm === undefined) {
    await again(60)
    return
  }
  const known: Run = { ...run, ...plugin }
  const part = partAt(work, run.part, run.publishedIds)
  const since = delivery.intentAt ?? delivery.now
  if (
    part === undefined ||
    delivery.now.getTime() - since.getTime() > processingBudgetMilliseconds
  ) {
    await persist(
      engine,
      stepFrom(engine, known, {
        to: 'unknown',
        transition: 'T11',
        nextIn: 0,
        leaseIn: 0,
        error: deliveryError('outcome_unknown'),
      }),
    )
    return
  }
  try {
    const { call } = await prepareCall(engine, known)
    const result = await plugin.connector.confirm(call, part, delivery.checkpoint ?? {})
    if (result.state === 'waiting') {
      await again(Math.max(result.retryAfterSeconds, 1), result.checkpoint)
      return
    }
    const how = { transition: 'T11', proof: 'confirm' } as const
    await persist(engine, stepAfterReading(engine, known, part, result, how))
  } catch (failure) {
    if (isConnectorFailure(failure) && failure.kind === 'content_rejected') {
      await fail(engine, known, part, describe(failure))
      return
    }
    await again(30)
  }
}
