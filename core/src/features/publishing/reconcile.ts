import type { Published, PublishPart, ReadBack } from '@t21/plugin-kit'
import { answerOf, readFound } from './answers.ts'
import { endCalledOff } from './call-off.ts'
import { deliveryError, type DeliveryError } from './delivery-errors.ts'
import { maxAttempts } from './failure-policy.ts'
import { persist, RemoteIdTaken } from './persist.ts'
import { afterReadingFailure } from './reading-failure.ts'
import { prepareCall, stepAfterReading, stepFrom, type EngineParts, type Run } from './run.ts'
import { fail } from './settle.ts'
import { partAt, type Work } from './work.ts'

/** Seconds between looks at the network while absence proves nothing yet. */
const lookSeconds = [5, 30, 120] as const

/** Seconds after the quiet period during which a network that cannot be read is asked again. */
const readingBudgetSeconds = 1_800

/** Seconds after which a person decides where nobody is there to look: the plugin is gone, or cannot tell the parts. */
const lostBudgetSeconds = 24 * 3_600

/** Looks after which, the time being over, it is not looked any more: the worker may be dying of it. */
const fairLooks = 5

/** Absences that are needed, so far apart that a slow timeline is not taken for an absence. */
const absencesNeeded = 2

/**
 * T12 to T16: asks the network whether a part of unknown outcome is there.
 *
 * Finding it settles the matter at once. Not finding it counts only after the quiet period, when no
 * sender can be alive any more, and only twice; and it leads to another attempt only where the read-back is
 * authoritative. Otherwise a person decides.
 */
export async function reconcile(engine: EngineParts, work: Work): Promise<void> {
  const { delivery, plugin } = work
  const base = {
    work,
    part: delivery.part,
    checkpoint: delivery.checkpoint,
    publishedIds: new Map(work.publishedIds),
    state: 'reconciling' as const,
  }
  const part = partAt(work, delivery.part, base.publishedIds)
  if (plugin === undefined || part === undefined) {
    if (secondsSinceUnknown(base) > lostBudgetSeconds) {
      await giveToPerson(engine, base as Run, delivery.absentSeen, deliveryError('needs_person'))
      return
    }
    await lookAgain(engine, base as Run, { inSeconds: 60, absentSeen: delivery.absentSeen })
    return
  }
  const run: Run = { ...base, ...plugin }
  const readBack = quietOf(engine, plugin.connector.capabilities.readBack)
  const quiet = secondsSinceUnknown(run) < readBack.quietSeconds
  if (delivery.looks >= fairLooks && secondsSinceUnknown(run) > longestSearch(readBack)) {
    await giveToPerson(engine, run, delivery.absentSeen, deliveryError('needs_person'))
    return
  }
  await engine.reach('reading', delivery.id)
  let found
  try {
    found = await ask(engine, run, part)
  } catch (failure) {
    await unreadable(engine, run, readBack, failure)
    return
  }
  await engine.reach('found', delivery.id)
  if (found.state === 'found') {
    await recordFound(engine, run, part, readBack, found)
  } else if (found.state === 'accepted') {
    await persist(
      engine,
      stepFrom(engine, run, {
        to: 'processing',
        transition: 'T13',
        nextIn: found.retryAfterSeconds,
        leaseIn: null,
        checkpoint: found.checkpoint,
        error: null,
      }),
    )
  } else if (found.state === 'cannot_tell') {
    await unreadable(engine, run, readBack, undefined)
  } else if (quiet) {
    await lookAgain(engine, run, { inSeconds: nextLook(run, readBack), absentSeen: 0 })
  } else {
    await recordAbsent(engine, run, part, readBack)
  }
}

async function ask(engine: EngineParts, run: Run, part: PublishPart) {
  const { delivery, account } = run.work
  const { platform, platformUserId } = account
  const { call } = await prepareCall(engine, run)
  // Of all rows of this account, in whatever brand or organization: the network knows one account only.
  const claimed = await engine.context.database
    .system('delivery_parts')
    .join('social_accounts', 'social_accounts.id', 'delivery_parts.social_account_id')
    .where({ platform, platform_user_id: platformUserId })
    .whereNotNull('remote_id')
    .orderBy('ended_at', 'desc')
    .limit(1_000)
    .pluck<string[]>('remote_id')
  const verb = run.connector.find(
    { ...call, intentAt: delivery.intentAt ?? delivery.dueAt, claimedRemoteIds: claimed },
    part,
    run.checkpoint ?? {},
  )
  return readFound(await answerOf(engine.leaseSeconds, verb))
}

async function recordFound(
  engine: EngineParts,
  run: Run,
  part: PublishPart,
  readBack: ReadBack,
  found: Published,
): Promise<void> {
  const how = { transition: 'T13', proof: 'reconcile' } as const
  try {
    await persist(engine, stepAfterReading(engine, run, part, found, how))
  } catch (failure) {
    if (!(failure instanceof RemoteIdTaken)) throw failure
    // What it found is another delivery's, so it has told nothing about this one.
    await unreadable(engine, run, readBack, failure)
  }
}

async function recordAbsent(
  engine: EngineParts,
  run: Run,
  part: PublishPart,
  readBack: ReadBack,
): Promise<void> {
  const { delivery } = run.work
  const lastSeen = delivery.absentSeenAt?.getTime() ?? 0
  const apart = delivery.now.getTime() - lastSeen >= readBack.visibilityLagSeconds * 1_000
  const absentSeen = delivery.absentSeen + (delivery.absentSeen === 0 || apart ? 1 : 0)
  if (absentSeen < absencesNeeded) {
    await lookAgain(engine, run, { inSeconds: readBack.visibilityLagSeconds, absentSeen })
    return
  }
  if (delivery.error?.code === 'duplicate') {
    await fail(engine, run, part, deliveryError('duplicate'))
    return
  }
  if (readBack.retryWhenAbsent && delivery.calledOffAt !== null) {
    await endCalledOff(engine, run, part)
    return
  }
  if (readBack.retryWhenAbsent && delivery.retryCount + 1 < maxAttempts) {
    await persist(
      engine,
      stepFrom(engine, run, {
        to: 'retry_wait',
        transition: 'T14',
        nextIn: 0,
        leaseIn: null,
        retry: true,
        error: null,
      }),
    )
    return
  }
  const message =
    'The network did not answer when this was published, and it was not seen there since.'
  await giveToPerson(engine, run, absentSeen, deliveryError('needs_person', { message }))
}

/** The network could not be read, or cannot tell: asked again for a while, then a person decides. */
async function unreadable(
  engine: EngineParts,
  run: Run,
  readBack: ReadBack,
  failure: unknown,
): Promise<void> {
  const { delivery } = run.work
  const spent = secondsSinceUnknown(run) > readBack.quietSeconds + readingBudgetSeconds
  if (spent) {
    await giveToPerson(engine, run, delivery.absentSeen, deliveryError('needs_person'))
    return
  }
  const usual = Math.max(nextLook(run, readBack), 5)
  const inSeconds =
    failure === undefined ? usual : await afterReadingFailure(engine, run.work, failure, usual)
  await lookAgain(engine, run, {
    inSeconds,
    absentSeen: delivery.absentSeen,
  })
}

async function giveToPerson(
  engine: EngineParts,
  run: Run,
  absentSeen: number,
  error: DeliveryError,
): Promise<void> {
  const looks = run.work.delivery.looks + 1
  await persist(
    engine,
    stepFrom(engine, run, {
      to: 'needs_attention',
      transition: 'T16',
      nextIn: null,
      leaseIn: null,
      looks,
      absentSeen,
      error,
    }),
  )
}

async function lookAgain(
  engine: EngineParts,
  run: Run,
  options: { readonly inSeconds: number; readonly absentSeen: number },
): Promise<void> {
  const { delivery } = run.work
  await persist(
    engine,
    stepFrom(engine, run, {
      to: 'unknown',
      transition: 'T15',
      nextIn: options.inSeconds,
      leaseIn: 0,
      looks: delivery.looks + 1,
      absentSeen: options.absentSeen,
      error: deliveryError(delivery.error?.code === 'duplicate' ? 'duplicate' : 'outcome_unknown'),
    }),
  )
}

/** The next look: at 5, 30 and 120 s at most, and again as soon as the quiet period is over. */
function nextLook(run: Run, readBack: ReadBack): number {
  const { looks } = run.work.delivery
  const step = lookSeconds[Math.min(looks, lookSeconds.length - 1)] ?? 120
  // A network that shows soon what it has is asked again soon.
  const regular = Math.min(step, Math.max(readBack.quietSeconds, lookSeconds[0]))
  const untilQuietEnds = readBack.quietSeconds - secondsSinceUnknown(run)
  return untilQuietEnds > 0 ? Math.min(regular, untilQuietEnds + 0.1) : regular
}

/** Seconds within which even a slow timeline that is often away has told what there is to tell. */
function longestSearch(readBack: ReadBack): number {
  return readBack.quietSeconds + 2 * readBack.visibilityLagSeconds + 2 * readingBudgetSeconds
}

function secondsSinceUnknown(run: Pick<Run, 'work'>): number {
  const { unknownSince, now } = run.work.delivery
  return unknownSince === null ? 0 : (now.getTime() - unknownSince.getTime()) / 1_000
}

function quietOf(engine: EngineParts, readBack: ReadBack): ReadBack {
  const override = engine.context.config.publishingQuietSeconds
  if (override === undefined) return readBack
  return {
    ...readBack,
    quietSeconds: override,
    visibilityLagSeconds: Math.min(override, readBack.visibilityLagSeconds),
  }
}
