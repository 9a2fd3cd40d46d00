import type { ConnectorCall, PublishPart } from '@t21/plugin-kit'
import { answerOf } from './answers.ts'
import { deliveryError } from './delivery-errors.ts'
import { persist } from './persist.ts'
import { stepFrom, type EngineParts, type Run } from './run.ts'
import { fail } from './settle.ts'

/**
 * Asks the network to give up what it works on, where a person called it off. What became of it, `confirm` tells; a network
 * that does not answer is asked again with the next look.
 *
 * @returns `false` where the network says that it is too late, so that it is not asked again
 */
export async function callItOff(
  engine: EngineParts,
  run: Run,
  part: PublishPart,
  call: ConnectorCall<Readonly<Record<string, unknown>>>,
): Promise<false | undefined> {
  const { delivery } = run.work
  if (delivery.calledOffAt === null || run.connector.cancel === undefined) return undefined
  try {
    const verb = run.connector.cancel(call, part, delivery.checkpoint ?? {})
    const { state } = await answerOf(engine.leaseSeconds, verb)
    return state === 'too_late' ? false : undefined
  } catch (error) {
    engine.context.log.warn(
      { err: error, deliveryId: delivery.id },
      'a delivery was not called off',
    )
    return undefined
  }
}

/** It is not there, as somebody wanted. Where that was only the first comment, the post is there all the same. */
export async function endCalledOff(
  engine: EngineParts,
  run: Run,
  part: PublishPart,
): Promise<void> {
  const error = deliveryError('canceled')
  if (part.kind === 'first_comment') {
    await fail(engine, run, part, error)
    return
  }
  const transition = run.state === 'reconciling' ? 'T14' : 'T11'
  const step = { to: 'canceled', transition, nextIn: null, leaseIn: null, error } as const
  await persist(engine, stepFrom(engine, run, step))
}
