import type { ConnectorCall, Published, PublishPart } from '@t21/plugin-kit'
import type { Context } from '../../context.ts'
import type { SettledConnector } from '../../plugins/registry.ts'
import { accountCall, type ListeningHttp } from '../social-accounts/account-call.ts'
import type { Move } from './move.ts'
import type { Recorder } from './recorder.ts'
import type { DeliveryState, Edge } from './states.ts'
import type { Work } from './work.ts'

/** The places where the crash tests end the process (reliability.md 1.6). */
export type CrashPoint =
  | 'claimed'
  | 'prepared'
  | 'intent_written'
  | 'replied'
  | 'accepted'
  | 'recorded'
  | 'between_parts'
  | 'confirming'
  | 'confirmed'
  | 'reading'
  | 'found'
  | 'swept'

/** What the parts of the engine share. */
export interface EngineParts {
  readonly context: Context
  readonly recorder: Recorder
  /** The worker's name, in leases and in the history. */
  readonly worker: string
  readonly leaseSeconds: number
  /** Aborted when the process has to end now. */
  readonly signal: AbortSignal
  /** True once the worker takes nothing new. */
  draining(): boolean
  /** Called at the places that the crash tests know; does nothing otherwise. */
  readonly reach: (point: CrashPoint, deliveryId: string) => Promise<void> | void
}

/** One claimed delivery under way: what changes from step to step. */
export interface Run {
  readonly work: Work
  readonly connector: SettledConnector
  readonly settings: Readonly<Record<string, unknown>>
  state: DeliveryState
  part: number
  checkpoint: Readonly<Record<string, unknown>> | null
  readonly publishedIds: Map<number, string>
}

/** The database's clock, as far as this process can tell without asking. */
export function databaseNow(work: Work): Date {
  const { now, claimedAt } = work.delivery
  return new Date(now.getTime() + performance.now() - claimedAt)
}

/** What every call of a connector gets, and the client that knows whether anything was written. */
export async function prepareCall(
  engine: EngineParts,
  run: Run,
  deadline?: number,
): Promise<{ call: ConnectorCall<Readonly<Record<string, unknown>>>; http: ListeningHttp }> {
  return accountCall(engine.context, run.work.account, run, {
    now: databaseNow(run.work),
    signal: engine.signal,
    ...(deadline === undefined ? {} : { deadline }),
  })
}

/** A step from where the run is now; the caller adds what changes. */
export function stepFrom(
  engine: EngineParts,
  run: Run,
  step: Edge & Pick<Move, 'nextIn' | 'leaseIn'> & Partial<Move>,
): Move {
  return {
    id: run.work.delivery.id,
    fence: run.work.delivery.fence,
    from: run.state,
    part: run.part,
    actor: `worker:${engine.worker}`,
    ...step,
  }
}

/** The ended part of a step that made one visible. */
export function publishedPart(
  part: PublishPart,
  published: Published,
  proof: 'reply' | 'confirm' | 'reconcile' | 'person',
): NonNullable<Move['endedPart']> {
  return {
    position: part.position,
    kind: part.kind,
    outcome: 'published',
    remoteId: published.remoteId,
    url: published.url ?? null,
    provisional: published.provisional,
    handedOver: published.handedOver,
    proof,
    error: null,
  }
}

/**
 * The step after a part was learned to be there by reading: the end of the delivery, or, where another part
 * follows, back to waiting for a worker at once.
 */
export function stepAfterReading(
  engine: EngineParts,
  run: Run,
  part: PublishPart,
  published: Published,
  how: { readonly transition: 'T11' | 'T13'; readonly proof: 'confirm' | 'reconcile' },
): Move {
  const last = run.part + 1 >= run.work.parts.length
  // The network was too fast to give it up; what would follow is not wanted any more either.
  const next = run.work.delivery.calledOffAt === null ? 'retry_wait' : 'canceled'
  return stepFrom(engine, run, {
    to: last ? 'published' : next,
    transition: how.transition,
    part: last ? run.part : run.part + 1,
    nextIn: last || next === 'canceled' ? null : 0,
    leaseIn: null,
    checkpoint: null,
    proof: how.proof,
    endedPart: publishedPart(part, published, how.proof),
  })
}
