import type { Knex } from 'knex'
import { BaseModel } from '../../db/base.model.ts'

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

/** Seconds between two late posts of the same account after a release. */
const spreadSecondsPerAccount = 120

/** Late posts that one platform gets in a second after a release. */
const spreadPerSecond = 20

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
  const { rows } = await transaction.raw<{ rows: { count: number }[] }>(
    `with late as (
       select d.id,
         (row_number() over (partition by d.social_account_id order by d.next_at, d.id) - 1) * ?::int
           + (row_number() over (partition by d.platform order by d.next_at, d.id) - 1) / ?::float8 as seconds
       from social_posts d
       where (d.state in ('scheduled', 'retry_wait', 'claimed', 'preparing')
             and d.next_at <= statement_timestamp()
           or d.state = 'retry_wait' and d.grace_until < statement_timestamp())
         and case ?
           when 'platform' then d.platform = ?
           when 'organization' then d.organization_id = ?::uuid
           when 'brand' then d.brand_id = ?::uuid
           else d.social_account_id = ?::uuid end
     ), spread as (
       update social_posts d set
         next_at = greatest(d.next_at, clock_timestamp() + make_interval(secs => late.seconds)),
         grace_until = greatest(d.grace_until, d.next_at + o.publishing_grace,
           clock_timestamp() + make_interval(secs => late.seconds) + o.publishing_grace)
       from late, organizations o where late.id = d.id and o.id = d.organization_id
       returning d.id
     )
     select count(*)::int as count from spread`,
    [
      spreadSecondsPerAccount,
      spreadPerSecond,
      stop.scope,
      stop.platform,
      stop.organizationId,
      stop.brandId,
      stop.socialAccountId,
    ],
  )
  return rows[0]?.count ?? 0
}
