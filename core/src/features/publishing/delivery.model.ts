import type { ValidationIssue } from '@t21/plugin-kit'
import { BaseModel } from '../../db/base.model.ts'
import type { DeliveryError } from './delivery-errors.ts'
import type { DeliveryState } from './states.ts'

/** How it was learned that something is there. */
export type Proof = 'reply' | 'confirm' | 'reconcile' | 'person' | 'webhook'

/** One post to one account: the record of its publication (table `social_posts`). */
export class Delivery extends BaseModel {
  static override readonly tableName = 'social_posts'
  declare id: string
  declare organizationId: string
  declare brandId: string
  declare postId: string
  declare socialAccountId: string
  declare platform: string
  declare state: DeliveryState
  declare dueAt: Date
  declare graceUntil: Date
  declare nextAt: Date | null
  declare fence: number
  declare leaseUntil: Date | null
  declare claimedBy: string | null
  declare claimCount: number
  declare retryCount: number
  declare lastRetryAt: Date | null
  declare part: number
  declare parts: number
  declare checkpoint: Record<string, unknown> | null
  declare intentAt: Date | null
  declare startedAt: Date | null
  declare unknownSince: Date | null
  /** Since when a person wants the network to give up what it works on. */
  declare calledOffAt: Date | null
  declare looks: number
  declare absentSeen: number
  declare absentSeenAt: Date | null
  declare platformPostId: string | null
  declare platformUrl: string | null
  declare proof: Proof | null
  declare publishedAt: Date | null
  /** The network will give it its real id later; asked for at `resolveAt`. */
  declare provisional: boolean
  declare resolveAt: Date | null
  /** It waits in the network's own app for its owner to finish it. */
  declare handedOver: boolean
  /** Since when the network does not know it; believed when it says so again. */
  declare missingAt: Date | null
  /** When it was noticed that it is not there any more. */
  declare goneAt: Date | null
  /** When somebody had it removed. */
  declare removedAt: Date | null
  /** When its numbers are read next; `null` when never again. */
  declare metricsAt: Date | null
  /** When they were asked for last. */
  declare metricsAskedAt: Date | null
  declare error: DeliveryError | null
  declare contentHash: Buffer
  declare preflightAt: Date | null
  declare preflightIssues: ValidationIssue[]
  declare createdAt: Date
  declare updatedAt: Date
}

/** A part that ended (table `delivery_parts`). */
export class DeliveryPart extends BaseModel {
  static override readonly tableName = 'delivery_parts'
  static override readonly idColumn = ['delivery_id', 'position']
  declare deliveryId: string
  declare organizationId: string
  declare socialAccountId: string
  declare position: number
  declare kind: 'post' | 'thread' | 'first_comment'
  declare outcome: 'published' | 'failed'
  declare remoteId: string | null
  declare url: string | null
  declare proof: Proof | null
  declare error: DeliveryError | null
  declare endedAt: Date
  declare removedAt: Date | null
}

/** One step of a delivery's history (table `delivery_events`, append only). */
export class DeliveryEvent extends BaseModel {
  static override readonly tableName = 'delivery_events'
  declare id: number
  declare deliveryId: string
  declare organizationId: string
  declare transition: string
  declare fromState: DeliveryState | null
  declare toState: DeliveryState
  declare part: number
  declare fence: number
  declare actor: string
  declare proof: Proof | null
  declare error: DeliveryError | null
  declare at: Date
}
