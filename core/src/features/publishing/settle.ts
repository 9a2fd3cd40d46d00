import { StorageObjectMissing, type PublishPart } from '@t21/plugin-kit'
import { refreshAfterRefusal } from '../social-accounts/tokens.service.ts'
import { deliveryError, type DeliveryError } from './delivery-errors.ts'
import { judge, understood, type Phase, type Verdict } from './failure-policy.ts'
import { tellHeldBack } from './held-back.ts'
import { pauseAccount } from './pauses.ts'
import { persist } from './persist.ts'
import type { DeliveryState } from './states.ts'
import { databaseNow, stepFrom, type EngineParts, type Run } from './run.ts'

/** Seconds until the first look at the network after an outcome that is not known. */
export const firstLookSeconds = 5

/** Ends a run after a failure of `prepare` or `commit`: T7, T8, T9 or T19. */
export async function settleFailure(
  engine: EngineParts,
  run: Run,
  part: PublishPart | undefined,
  failure: unknown,
  options: {
    readonly phase: Phase
    readonly written: boolean
    /** What the network said last where it did not speak its API. */
    readonly words?: string | undefined
  },
): Promise<void> {
  if (failure instanceof StorageObjectMissing && !(options.phase === 'commit' && options.written)) {
    await fail(engine, run, part, deliveryError('media_missing'))
    return
  }
  const verdict = judge(failure, {
    ...options,
    attempt: run.work.delivery.retryCount,
    now: databaseNow(run.work),
  })
  if (understood(failure) === undefined) {
    const { id, platform } = run.work.delivery
    engine.context.log.error(
      { err: failure, deliveryId: id, platform, phase: options.phase },
      'a connector did what it should not',
    )
  }
  switch (verdict.action) {
    case 'unknown':
      await persist(
        engine,
        stepFrom(engine, run, {
          to: 'unknown',
          transition: 'T9',
          nextIn: firstLookSeconds,
          leaseIn: 0,
          error: verdict.error,
        }),
      )
      return
    case 'fail':
      await fail(engine, run, part, verdict.error)
      return
    case 'reauth':
      await retryWithNewToken(engine, run, verdict.error)
      return
    case 'retry':
      await retry(engine, run, verdict)
  }
}

/** The edge by which a delivery fails, by where it is. */
const refusals: { readonly [State in DeliveryState]?: 'T7' | 'T11' | 'T16' } = {
  sending: 'T7',
  processing: 'T11',
  reconciling: 'T16',
}

/** The delivery failed for good, unless it was only the first comment: the post itself is there. */
export async function fail(
  engine: EngineParts,
  run: Run,
  part: PublishPart | undefined,
  error: DeliveryError,
): Promise<void> {
  const transition = refusals[run.state] ?? 'T19'
  if (part?.kind !== 'first_comment') {
    await persist(
      engine,
      stepFrom(engine, run, { to: 'failed', transition, nextIn: null, leaseIn: null, error }),
    )
    return
  }
  await persist(
    engine,
    stepFrom(engine, run, {
      to: 'published',
      transition,
      nextIn: null,
      leaseIn: null,
      endedPart: {
        position: part.position,
        kind: part.kind,
        outcome: 'failed',
        remoteId: null,
        url: null,
        proof: null,
        error,
      },
    }),
  )
}

async function retry(
  engine: EngineParts,
  run: Run,
  verdict: Extract<Verdict, { action: 'retry' }>,
): Promise<void> {
  if (verdict.pauseAccountSeconds !== undefined) {
    await pauseAccount(engine.context, run.work.account, {
      seconds: verdict.pauseAccountSeconds,
      because: verdict.error.code,
    })
    const { pauseAccountSeconds: seconds, error } = verdict
    await tellHeldBack(engine, run, { seconds, error })
  }
  await persist(
    engine,
    stepFrom(engine, run, {
      to: 'retry_wait',
      transition: run.state === 'sending' ? 'T8' : 'T19',
      nextIn: verdict.inSeconds,
      leaseIn: null,
      error: verdict.error,
      // Waiting for a limit is not an attempt that failed.
      retry: verdict.pauseAccountSeconds === undefined,
      ...(verdict.startOver === true ? { checkpoint: null } : {}),
    }),
  )
}

/** The network refused the token: one renewal, then it is believed. */
async function retryWithNewToken(
  engine: EngineParts,
  run: Run,
  error: DeliveryError,
): Promise<void> {
  const renewed = await refreshAfterRefusal(engine.context, run.work.account).then(
    () => true,
    () => false,
  )
  await persist(
    engine,
    stepFrom(engine, run, {
      to: 'retry_wait',
      transition: run.state === 'sending' ? 'T8' : 'T19',
      // Without a new token the account is left alone until it is connected again.
      nextIn: renewed ? 0 : 60,
      leaseIn: null,
      error,
      retry: true,
    }),
  )
}
