import type { Knex } from 'knex'
import type { PublishingStop } from './stops.service.ts'

/** Seconds between two late posts of the same account after a release. */
const spreadSecondsPerAccount = 120

/** Late posts that one platform gets in a second after a release. */
const spreadPerSecond = 20

/** Of what: as in a stop. */
export type Spread = Pick<
  PublishingStop,
  'scope' | 'platform' | 'organizationId' | 'brandId' | 'socialAccountId'
>

/**
 * Lets what fell due meanwhile go out spread over time: one after the other on each account, and so many a second on each
 * platform; never in a burst. The grace of what is spread begins anew.
 *
 * @param options.beyondGrace also what is later than its grace; where not, the sweeper lets that expire, and tells its people
 * @returns how many were late
 */
export async function spreadLate(
  transaction: Knex.Transaction,
  of: Spread,
  options: { readonly beyondGrace: boolean },
): Promise<number> {
  const { rows } = await transaction.raw<{ rows: { count: number }[] }>(
    // Locked before they are counted: what somebody calls off or takes at this moment is none of them any more.
    `with held as (
       select d.id, d.social_account_id, d.platform, d.next_at
       from social_posts d
       where (d.state in ('scheduled', 'retry_wait', 'claimed', 'preparing')
             and d.next_at <= statement_timestamp()
           or d.state = 'retry_wait' and d.grace_until < statement_timestamp())
         and (? or d.grace_until >= statement_timestamp())
         and case ?
           when 'platform' then d.platform = ?
           when 'organization' then d.organization_id = ?::uuid
           when 'brand' then d.brand_id = ?::uuid
           else d.social_account_id = ?::uuid end
       order by d.id for update of d
     ), late as (
       select h.id,
         (row_number() over (partition by h.social_account_id order by h.next_at, h.id) - 1) * ?::int
           + (row_number() over (partition by h.platform order by h.next_at, h.id) - 1) / ?::float8 as seconds
       from held h
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
      options.beyondGrace,
      of.scope,
      of.platform,
      of.organizationId,
      of.brandId,
      of.socialAccountId,
      spreadSecondsPerAccount,
      spreadPerSecond,
    ],
  )
  return rows[0]?.count ?? 0
}
