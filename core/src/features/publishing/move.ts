import type { DeliveryError } from './delivery-errors.ts'
import type { Proof } from './delivery.model.ts'
import { isLegal, type DeliveryState, type Edge } from './states.ts'

/** A part that ended with this step. */
export interface EndedPart {
  readonly position: number
  readonly kind: 'post' | 'thread' | 'first_comment'
  readonly outcome: 'published' | 'failed'
  readonly remoteId: string | null
  readonly url: string | null
  /** The network will give it its real id later. */
  readonly provisional?: boolean | undefined
  /** Its owner has to finish it in the network's own app. */
  readonly handedOver?: boolean | undefined
  readonly proof: Proof | null
  readonly error: DeliveryError | null
}

/** One step of one delivery, to be written down. It is not taken unless fence and state are still those. */
export type Move = Edge & Step

interface Step {
  readonly id: string
  readonly fence: number
  readonly from: DeliveryState
  /** The part that comes next, or is still being published. */
  readonly part: number
  /** Seconds until the row wants to be looked at again; `null` at an end. */
  readonly nextIn: number | null
  /** Seconds that the worker still holds it; `null` lets go of it. */
  readonly leaseIn: number | null
  /** `undefined` keeps what is stored, `null` forgets it. */
  readonly checkpoint?: Readonly<Record<string, unknown>> | null
  readonly error?: DeliveryError | null
  /** Counts an attempt. */
  readonly retry?: boolean
  readonly looks?: number
  readonly absentSeen?: number
  /** A person wants the network to give it up; `false` where the network cannot any more. */
  readonly callOff?: boolean
  readonly proof?: Proof
  readonly endedPart?: EndedPart
  readonly actor: string
}

/**
 * Checks where a step comes from, which no type can, before it is written.
 *
 * @throws TypeError for an edge that does not exist: a bug of ours
 */
export function move(step: Move): Move {
  if (!isLegal(step.transition, step.from, step.to)) {
    throw new TypeError(`${step.transition} does not lead from ${step.from} to ${step.to}.`)
  }
  return step
}
