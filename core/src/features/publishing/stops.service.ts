import type { Knex } from 'knex'
import { BaseModel } from '../../db/base.model.ts'
import { spreadLate } from './spread-late.ts'

/** What a stop holds back. */
export type StopScope = 'platform' | 'organization' | 'brand' | 'account'

/** An emergency stop: while it is in force, what falls due waits. */
export class PublishingStop extends BaseModel {
  static override readonly tableName = 'publishing_stops'
  declare id: string
  declare scope: StopScope
  declare platform: string | null
  declare organizationId: string | null
  declare brandId: string | null
  declare socialAccountId: string | null
  declare reason: string
  declare createdBy: string
  declare createdAt: Date
  declare releasedBy: string | null
  declare releasedAt: Date | null
}

/** What to stop. */
export interface StopInput {
  readonly scope: StopScope
  readonly platform?: string | undefined
  readonly organizationId?: string | undefined
  readonly brandId?: string | undefined
  readonly socialAccountId?: string | undefined
  readonly reason: string
  readonly createdBy: string
}

/** Puts a stop in force. Calls that are under way are not torn off; nothing new begins. */
export async function stopPublishing(knex: Knex, input: StopInput): Promise<PublishingStop> {
  return PublishingStop.query(knex).insertAndFetch({
    scope: input.scope,
    platform: input.platform ?? null,
    organizationId: input.organizationId ?? null,
    brandId: input.brandId ?? null,
    socialAccountId: input.socialAccountId ?? null,
    reason: input.reason,
    createdBy: input.createdBy,
  })
}

/**
 * Lifts a stop. What fell due meanwhile goes out spread over time: one after the other on each account, and
 * so many a second on each platform; never in a burst. Their grace begins anew: nothing is lost.
 *
 * @returns how many were late, or `undefined` where the stop was not in force
 */
export async function releasePublishing(
  transaction: Knex.Transaction,
  stopId: string,
  releasedBy: string,
): Promise<number | undefined> {
  const stop = await PublishingStop.query(transaction)
    .findById(stopId)
    .whereNull('released_at')
    .forUpdate()
  if (stop === undefined) return undefined
  await PublishingStop.query(transaction)
    .findById(stopId)
    .patch({ releasedBy, releasedAt: new Date() })
  return spreadLate(transaction, stop, { beyondGrace: true })
}
