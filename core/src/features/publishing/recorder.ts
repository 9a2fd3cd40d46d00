import type { Knex } from 'knex'
import { makeBatcher } from '../../jobs/batcher.ts'
import type { Move } from './move.ts'
import { afterSteps } from './outcomes.ts'
import { refreshPostStatus } from './post-status.ts'
import { takeSteps } from './recorder.sql.ts'
import type { DeliveryState } from './states.ts'

/** Writes down what deliveries do. Every answer says whether the step was taken. */
export interface Recorder {
  /** A step in the middle: claimed, preparing, sending. Resolves true only after its commit. */
  step(move: Move): Promise<boolean>
  /** A step that others see: the post's status, notifications and credits move in the same commit. */
  outcome(move: Move): Promise<boolean>
  idle(): Promise<void>
}

/** Steps after which the post may look different. */
const visible = new Set<DeliveryState>([
  'published',
  'failed',
  'expired',
  'canceled',
  'needs_attention',
  'unknown',
  'processing',
  'retry_wait',
])

/** Makes the recorder of a worker. */
export function makeRecorder(system: Knex): Recorder {
  const steps = makeBatcher<Move, boolean>((moves) => take(system, moves), {
    maxItems: 500,
    concurrency: 2,
  })
  const outcomes = makeBatcher<Move, boolean>(
    (moves) => system.transaction((transaction) => takeVisible(transaction, moves)),
    { maxItems: 500, concurrency: 2 },
  )
  return {
    step: (move) => steps.add(move),
    outcome: (move) => outcomes.add(move),
    async idle() {
      await Promise.all([steps.idle(), outcomes.idle()])
    },
  }
}

/** Takes steps and everything that follows from them for the post, in the caller's transaction. */
export async function takeVisible(
  transaction: Knex.Transaction,
  moves: readonly Move[],
): Promise<boolean[]> {
  const taken = await takeRows(transaction, moves)
  const seen = moves.filter(({ id, to }) => taken.has(id) && visible.has(to))
  if (seen.length > 0) {
    // Rows are locked in one order by everybody, so that two batches cannot wait for each other.
    const postIds = [...new Set(seen.map(({ id }) => taken.get(id) ?? ''))].sort()
    const changed = await refreshPostStatus(transaction, postIds)
    await afterSteps(transaction, seen, changed)
  }
  return moves.map(({ id }) => taken.has(id))
}

async function take(knex: Knex, moves: readonly Move[]): Promise<boolean[]> {
  const taken = await takeRows(knex, moves)
  return moves.map(({ id }) => taken.has(id))
}

async function takeRows(knex: Knex, moves: readonly Move[]): Promise<Map<string, string>> {
  const { rows } = await knex.raw<{ rows: { id: string; postId: string }[] }>(takeSteps, [
    // In the order in which everybody locks deliveries, as far as the planner keeps it.
    JSON.stringify(moves.toSorted(byId).map(toRow), storable),
  ])
  return new Map(rows.map(({ id, postId }) => [id, postId]))
}

function byId(one: Move, other: Move): number {
  return one.id < other.id ? -1 : 1
}

/** Text as PostgreSQL can hold it: no NUL, and no half of a character that somebody cut in two. */
function storable(_: string, value: unknown): unknown {
  return typeof value === 'string' ? value.toWellFormed().replaceAll('\0', '\u{FFFD}') : value
}

function toRow(move: Move): Record<string, unknown> {
  const ended = move.endedPart
  return {
    id: move.id,
    fence: move.fence,
    from_state: move.from,
    to_state: move.to,
    transition: move.transition,
    part: move.part,
    next_in: move.nextIn,
    lease_in: move.leaseIn,
    keep_checkpoint: move.checkpoint === undefined,
    checkpoint: move.checkpoint ?? null,
    error: move.error ?? null,
    retry: move.retry === true ? 1 : 0,
    looks: move.looks ?? 0,
    absent_seen: move.absentSeen ?? 0,
    call_off: move.callOff ?? null,
    proof: move.proof ?? null,
    actor: move.actor,
    ended_position: ended?.position,
    ended_kind: ended?.kind,
    ended_outcome: ended?.outcome,
    remote_id: ended?.remoteId,
    url: ended?.url,
    provisional: ended?.provisional ?? false,
    handed_over: ended?.handedOver ?? false,
    ended_proof: ended?.proof,
    ended_error: ended?.error,
  }
}
