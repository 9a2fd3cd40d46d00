import { setTimeout as sleep } from 'node:timers/promises'
import type { Published, PublishPart, ValidationIssue } from '@t21/plugin-kit'
import { validateParts } from '../../plugins/validate-parts.ts'
import { answerOf, readCommitted, readPrepared } from './answers.ts'
import { suspectClaims } from './claim.ts'
import { deliveryError } from './delivery-errors.ts'
import { fittedPart } from './fit.ts'
import { move } from './move.ts'
import { pauseAccount } from './pauses.ts'
import { persist, RemoteIdTaken } from './persist.ts'
import {
  databaseNow,
  prepareCall,
  publishedPart,
  stepFrom,
  type EngineParts,
  type Run,
} from './run.ts'
import { fail, settleFailure } from './settle.ts'
import { partAt, type Work, type WorkPart } from './work.ts'

/** A wait up to this long is spent holding the delivery; a longer one lets go of it. */
const shortWaitSeconds = 2

/** Steps of a preparation after which it makes way for the other deliveries of its account. */
const longestPreparation = 500
const breakSeconds = 60

/** Claims without getting further, the last ones as the only suspect, after which it is found guilty. */
const maxClaims = suspectClaims + 2

/**
 * Publishes one claimed delivery, part by part, as far as it gets. Never throws: however it ends, it ends
 * in a named state, or the lease lapses and the sweeper takes over.
 */
export async function deliver(engine: EngineParts, work: Work): Promise<void> {
  const { delivery, plugin } = work
  await engine.reach('claimed', delivery.id)
  const held = { ...startOf(work), state: 'claimed' as const }
  if (plugin === undefined) {
    await release(engine, held, 60, deliveryError('connector_missing'))
    return
  }
  const run: Run = { ...held, ...plugin }
  if (delivery.graceUntil < delivery.now) {
    await expire(engine, run)
    return
  }
  if (delivery.claimCount > maxClaims) {
    await giveToPerson(engine, run)
    return
  }
  try {
    await publish(engine, run)
  } catch (error) {
    // Only writing down a step or an intent can fail here, and then nothing is sent: the lease lapses (T2, T10).
    engine.context.log.error({ err: error, deliveryId: delivery.id }, 'a delivery was let go')
  }
}

function startOf(work: Work): Omit<Run, 'connector' | 'settings' | 'state'> {
  const { part, checkpoint } = work.delivery
  return { work, part, checkpoint, publishedIds: new Map(work.publishedIds) }
}

async function publish(engine: EngineParts, run: Run): Promise<void> {
  // Where the post is there already, its first comment alone fails.
  const next = partAt(run.work, run.part, run.publishedIds)
  if (run.work.mediaMissing) {
    await fail(engine, run, next, deliveryError('media_missing'))
    return
  }
  let issues: readonly ValidationIssue[]
  try {
    if (run.work.composeFailure !== undefined) throw run.work.composeFailure
    ;({ issues } = validateParts(run, run.work.parts, run.work.account.facts, run.work.mediaFit))
  } catch (failure) {
    await settleFailure(engine, run, next, failure, { phase: 'prepare', written: false })
    return
  }
  const refused = issues.find(({ severity }) => severity === 'error')
  if (refused !== undefined) {
    const { message, remedy, field } = refused
    const error = deliveryError('content_rejected', { message, remedy, field })
    await fail(engine, run, next, error)
    return
  }
  for (let going = true; going;) {
    const wanted = partAt(run.work, run.part, run.publishedIds)
    if (wanted === undefined) {
      await fail(
        engine,
        run,
        undefined,
        deliveryError('internal', { message: 'The part to publish is not in the post any more.' }),
      )
      return
    }
    const part = await fit(engine, run, wanted)
    if (part === undefined) return
    going = (await prepare(engine, run, part)) && (await commit(engine, run, part))
  }
}

/** Nothing is visible yet. @returns undefined where the run has ended */
async function fit(
  engine: EngineParts,
  run: Run,
  part: WorkPart,
): Promise<PublishPart | undefined> {
  try {
    return await fittedPart(run, run.work, part)
  } catch (failure) {
    await settleFailure(engine, run, part, failure, { phase: 'prepare', written: false })
    return undefined
  }
}

/** T3, as often as the connector needs. @returns false where the run has ended */
async function prepare(engine: EngineParts, run: Run, part: PublishPart): Promise<boolean> {
  for (let steps = 1; ; steps += 1) {
    let result
    let prepared
    try {
      prepared = await prepareCall(engine, run)
      const verb = run.connector.prepare(prepared.call, part, run.checkpoint)
      result = readPrepared(await answerOf(engine.leaseSeconds, verb))
    } catch (failure) {
      await settleFailure(engine, run, part, failure, {
        phase: 'prepare',
        written: true,
        words: prepared?.http.words,
      })
      return false
    }
    run.checkpoint = result.checkpoint
    if (result.state === 'ready') break
    const taken = await engine.recorder.step(
      move(
        stepFrom(engine, run, {
          to: 'preparing',
          transition: 'T3',
          checkpoint: result.checkpoint,
          nextIn: engine.leaseSeconds,
          leaseIn: engine.leaseSeconds,
        }),
      ),
    )
    if (!taken) return false
    run.state = 'preparing'
    await engine.reach('prepared', run.work.delivery.id)
    if (run.work.delivery.graceUntil < databaseNow(run.work)) {
      await expire(engine, run)
      return false
    }
    if (result.retryAfterSeconds > shortWaitSeconds || engine.draining()) {
      await release(engine, run, result.retryAfterSeconds, null)
      return false
    }
    if (steps >= longestPreparation) {
      await release(engine, run, breakSeconds, null)
      return false
    }
    if (result.retryAfterSeconds > 0) await sleep(result.retryAfterSeconds * 1_000)
  }
  if (!engine.draining()) return true
  await release(engine, run, 0, null)
  return false
}

/**
 * T5, the irreversible call, and what came of it. The intent is committed before the call, and the call
 * is written to the network only within half the lease, however long this process was stopped meanwhile.
 *
 * @returns true where another part follows
 */
async function commit(engine: EngineParts, run: Run, part: PublishPart): Promise<boolean> {
  const asked = performance.now()
  let prepared
  try {
    prepared = await prepareCall(engine, run, asked + (engine.leaseSeconds * 1_000) / 2)
  } catch (failure) {
    await settleFailure(engine, run, part, failure, { phase: 'prepare', written: false })
    return false
  }
  const intended = await engine.recorder.step(
    move(
      stepFrom(engine, run, {
        to: 'sending',
        transition: 'T5',
        checkpoint: run.checkpoint,
        nextIn: engine.leaseSeconds,
        leaseIn: engine.leaseSeconds,
      }),
    ),
  )
  if (!intended) {
    // Called off, stopped, or no longer connected: if it is still ours, it waits.
    await release(engine, run, 5, null)
    return false
  }
  run.state = 'sending'
  await engine.reach('intent_written', run.work.delivery.id)
  let result
  try {
    const verb = run.connector.commit(prepared.call, part, run.checkpoint ?? {})
    result = readCommitted(await answerOf(engine.leaseSeconds, verb))
  } catch (failure) {
    const { written, words } = prepared.http
    await settleFailure(engine, run, part, failure, {
      phase: 'commit',
      written: written > 0,
      words,
    })
    return false
  }
  await engine.reach('replied', run.work.delivery.id)
  if (result.state === 'accepted') {
    await persist(
      engine,
      stepFrom(engine, run, {
        to: 'processing',
        transition: 'T6',
        nextIn: result.retryAfterSeconds,
        leaseIn: null,
        checkpoint: result.checkpoint,
      }),
    )
    await engine.reach('accepted', run.work.delivery.id)
    return false
  }
  try {
    return await recordPublished(engine, run, part, result)
  } catch (error) {
    if (!(error instanceof RemoteIdTaken)) throw error
    await settleFailure(engine, run, part, error, { phase: 'commit', written: true })
    return false
  }
}

async function recordPublished(
  engine: EngineParts,
  run: Run,
  part: PublishPart,
  published: Published,
): Promise<boolean> {
  const endedPart = publishedPart(part, published, 'reply')
  const last = run.part + 1 >= run.work.parts.length
  const taken = await persist(
    engine,
    last
      ? stepFrom(engine, run, {
          to: 'published',
          transition: 'T6',
          nextIn: null,
          leaseIn: null,
          checkpoint: null,
          proof: 'reply',
          endedPart,
        })
      : stepFrom(engine, run, {
          to: 'claimed',
          transition: 'T6',
          part: run.part + 1,
          nextIn: engine.leaseSeconds,
          leaseIn: engine.leaseSeconds,
          checkpoint: null,
          proof: 'reply',
          endedPart,
        }),
  )
  await engine.reach(last ? 'recorded' : 'between_parts', run.work.delivery.id)
  if (last || !taken) return false
  run.publishedIds.set(part.position, published.remoteId)
  run.part += 1
  run.state = 'claimed'
  run.checkpoint = null
  return true
}

/** T4: too late to be published by itself. */
async function expire(engine: EngineParts, run: Run): Promise<void> {
  await persist(
    engine,
    stepFrom(engine, run, {
      to: 'expired',
      transition: 'T4',
      nextIn: null,
      leaseIn: null,
      error: deliveryError('late'),
    }),
  )
}

/** Lets go of a delivery of which nothing was sent. */
async function release(
  engine: EngineParts,
  run: Omit<Run, 'connector' | 'settings'>,
  inSeconds: number,
  error: ReturnType<typeof deliveryError> | null,
): Promise<void> {
  await persist(
    engine,
    stepFrom(engine, run as Run, {
      to: 'retry_wait',
      transition: 'T19',
      nextIn: inSeconds,
      leaseIn: null,
      error,
    }),
  )
}

async function giveToPerson(engine: EngineParts, run: Run): Promise<void> {
  await persist(
    engine,
    stepFrom(engine, run, {
      to: 'needs_attention',
      transition: 'T22',
      nextIn: null,
      leaseIn: null,
      error: deliveryError('worker_died'),
    }),
  )
  await pauseAccount(engine.context, run.work.account, { seconds: 3_600, because: 'worker_died' })
}
