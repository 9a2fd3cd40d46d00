import type { ConnectorFailure } from '@t21/plugin-kit'
import { answerOf, readConfirmed } from './answers.ts'
import { callItOff, endCalledOff } from './call-off.ts'
import { deliveryError } from './delivery-errors.ts'
import { describe, judge, understood } from './failure-policy.ts'
import type { Move } from './move.ts'
import { persist, RemoteIdTaken } from './persist.ts'
import { afterReadingFailure } from './reading-failure.ts'
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
  const since = delivery.intentAt ?? delivery.now
  const spent = delivery.now.getTime() - since.getTime() > processingBudgetMilliseconds
  if (plugin === undefined && !spent) {
    await again(engine, run as Run, 60)
    return
  }
  const part = partAt(work, run.part, run.publishedIds)
  if (plugin?.connector.confirm === undefined || part === undefined || spent) {
    await giveUp(engine, run as Run)
    return
  }
  const known: Run = { ...run, ...plugin }
  await engine.reach('confirming', delivery.id)
  try {
    const { call } = await prepareCall(engine, known)
    const callOff = await callItOff(engine, known, part, call)
    const verb = plugin.connector.confirm(call, part, delivery.checkpoint ?? {})
    const result = readConfirmed(await answerOf(engine.leaseSeconds, verb))
    if (result.state === 'waiting') {
      const { checkpoint, retryAfterSeconds } = result
      await again(engine, known, Math.max(retryAfterSeconds, 1), {
        checkpoint,
        ...(callOff === undefined ? {} : { callOff }),
      })
      return
    }
    await engine.reach('confirmed', delivery.id)
    const how = { transition: 'T11', proof: 'confirm' } as const
    const step = stepAfterReading(engine, known, part, result, how)
    await persist(engine, step)
    await engine.reach(step.to === 'published' ? 'recorded' : 'between_parts', delivery.id)
  } catch (failure) {
    if (failure instanceof RemoteIdTaken) {
      await giveUp(engine, known)
      return
    }
    const refusal = understood(failure)
    // Both say that nothing was published, which is what somebody wanted: it is not begun anew.
    const isNotThere = refusal?.kind === 'canceled' || refusal?.kind === 'preparation_lost'
    if (isNotThere && delivery.calledOffAt !== null) {
      await endCalledOff(engine, known, part)
      return
    }
    if (refusal?.kind === 'content_rejected' || refusal?.kind === 'canceled') {
      await fail(engine, known, part, describe(refusal))
      return
    }
    if (refusal?.kind === 'preparation_lost') {
      await startOver(engine, known, refusal)
      return
    }
    const inSeconds = await afterReadingFailure(engine, work, failure, 30)
    // Whoever looks at it learns why it does not get on: mostly that the account has to be connected again.
    await again(engine, known, inSeconds, { error: refusal ? describe(refusal) : null })
  }
}

async function again(
  engine: EngineParts,
  run: Run,
  inSeconds: number,
  { checkpoint, error, callOff }: Partial<Pick<Move, 'checkpoint' | 'error' | 'callOff'>> = {},
): Promise<void> {
  await persist(
    engine,
    stepFrom(engine, run, {
      to: 'processing',
      transition: 'T11',
      nextIn: inSeconds,
      leaseIn: null,
      ...(checkpoint === undefined ? {} : { checkpoint }),
      ...(callOff === undefined ? {} : { callOff }),
      error: error ?? null,
    }),
  )
}

/** The network lost what it had accepted, and says so: it is prepared anew. */
async function startOver(engine: EngineParts, run: Run, refusal: ConnectorFailure): Promise<void> {
  const { delivery } = run.work
  const verdict = judge(refusal, {
    phase: 'prepare',
    attempt: delivery.retryCount,
    now: delivery.now,
    written: false,
  })
  if (verdict.action !== 'retry') {
    await fail(engine, run, partAt(run.work, run.part, run.publishedIds), verdict.error)
    return
  }
  await persist(
    engine,
    stepFrom(engine, run, {
      to: 'retry_wait',
      transition: 'T11',
      nextIn: verdict.inSeconds,
      leaseIn: null,
      error: verdict.error,
      checkpoint: null,
      retry: true,
    }),
  )
}

/** Asking leads nowhere: it is looked up like any outcome that is not known. */
async function giveUp(engine: EngineParts, run: Run): Promise<void> {
  await persist(
    engine,
    stepFrom(engine, run, {
      to: 'unknown',
      transition: 'T11',
      nextIn: 0,
      leaseIn: 0,
      error: deliveryError('outcome_unknown'),
    }),
  )
}
