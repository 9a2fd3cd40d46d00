import type { Knex } from 'knex'
import { closedOrganizations } from '../../db/closed-organizations.ts'
import type { DeliveryState } from './states.ts'

/** A delivery that this worker holds: lease and fence are its own. */
export interface ClaimedDelivery {
  readonly id: string
  readonly organizationId: string
  readonly postId: string
  readonly socialAccountId: string
  readonly platform: string
  readonly fence: number
  readonly part: number
  readonly parts: number
  readonly checkpoint: Record<string, unknown> | null
  readonly retryCount: number
  readonly claimCount: number
  readonly looks: number
  readonly absentSeen: number
  readonly absentSeenAt: Date | null
  readonly dueAt: Date
  readonly graceUntil: Date
  readonly intentAt: Date | null
  readonly unknownSince: Date | null
  readonly calledOffAt: Date | null
  readonly error: { readonly code: string } | null
  readonly platformPostId: string | null
  readonly platformUrl: string | null
  /** The database's clock at the claim. */
  readonly now: Date
  /** `performance.now()` from before the claim was asked for: what deadlines are counted from. */
  readonly claimedAt: number
}

const columns = `d.id, d.organization_id as "organizationId", d.post_id as "postId",
  d.social_account_id as "socialAccountId", d.platform, d.fence, d.part, d.parts, d.checkpoint,
  d.retry_count as "retryCount", d.claim_count as "claimCount", d.looks, d.absent_seen as "absentSeen",
  d.absent_seen_at as "absentSeenAt", d.due_at as "dueAt", d.grace_until as "graceUntil",
  d.intent_at as "intentAt", d.unknown_since as "unknownSince", d.called_off_at as "calledOffAt", d.error,
  d.platform_post_id as "platformPostId", d.platform_url as "platformUrl", clock_timestamp() as now`

/**
 * True for a delivery `d` that somebody stopped: of its platform, organization, brand or account; or whose organization is
 * suspended. Both lists are short and read once a statement.
 */
export const isStopped = `(d.organization_id in ${closedOrganizations} or exists (
  select from publishing_stops s where s.released_at is null and (
    (s.scope = 'platform' and s.platform = d.platform) or
    (s.scope = 'organization' and s.organization_id = d.organization_id) or
    (s.scope = 'brand' and s.brand_id = d.brand_id) or
    (s.scope = 'account' and s.social_account_id = d.social_account_id))))`

/**
 * Claims without getting further from which on a delivery is suspected of killing its worker. A suspect runs
 * with no other suspect beside it, so that the innocent ones that died with it are cleared.
 */
export const suspectClaims = 2

/**
 * T1 and T2: takes what is due on a platform, one delivery an account, oldest first.
 *
 * An account on which something is under way is left alone, and so is one that is paused, disconnected
 * or stopped: they wait without standing in anybody's way. The partial unique index `social_posts_lane`
 * makes a race between two workers an error of the statement and never a second call.
 */
export async function claimDue(
  system: Knex,
  options: {
    readonly platform: string
    readonly limit: number
    readonly leaseSeconds: number
    readonly worker: string
    /** Take those during which workers died, instead of the others. */
    readonly suspects: boolean
  },
): Promise<ClaimedDelivery[]> {
  const claimedAt = performance.now()
  const { rows } = await system.raw<{ rows: Omit<ClaimedDelivery, 'claimedAt'>[] }>(
    `with heads as (
       select distinct on (d.social_account_id) d.id, d.next_at
       from social_posts d
       where d.platform = ? and d.state in ('scheduled', 'retry_wait', 'claimed', 'preparing')
         and d.next_at <= statement_timestamp() and (d.claim_count >= ?) = ?
         and not exists (
           select from social_posts busy where busy.social_account_id = d.social_account_id
             and busy.state in ('claimed', 'preparing', 'sending') and busy.id <> d.id)
         and exists (
           select from social_accounts a where a.id = d.social_account_id and a.status = 'active'
             and (a.paused_until is null or a.paused_until <= statement_timestamp()))
         and not ${isStopped}
       order by d.social_account_id, (d.state in ('claimed', 'preparing')) desc, d.next_at, d.id
     ), picked as (
       select d.id, d.state from social_posts d join heads using (id)
       where d.state in ('scheduled', 'retry_wait', 'claimed', 'preparing')
         and d.next_at <= statement_timestamp()
       order by heads.next_at limit ? for update of d skip locked
     ), claimed as (
       update social_posts d set state = 'claimed', fence = d.fence + 1, claimed_by = ?,
         claim_count = d.claim_count + 1,
         lease_until = clock_timestamp() + make_interval(secs => ?),
         next_at = clock_timestamp() + make_interval(secs => ?)
       from picked where d.id = picked.id
       returning picked.state as old_state, ${columns}
     ), events as (
       insert into delivery_events
         (delivery_id, organization_id, transition, from_state, to_state, part, fence, actor)
       select id, "organizationId", case when old_state in ('scheduled', 'retry_wait') then 'T1' else 'T2' end,
         old_state, 'claimed', part, fence, ? from claimed
     )
     select * from claimed`,
    [
      options.platform,
      suspectClaims,
      options.suspects,
      options.limit,
      options.worker,
      options.leaseSeconds,
      options.leaseSeconds,
      `worker:${options.worker}`,
    ],
  )
  return rows.map((row) => ({ ...row, claimedAt }))
}

/** What a worker takes to read the network: `confirm` for accepted ones, `find` for unknown ones. */
export async function claimForReading(
  system: Knex,
  options: {
    readonly from: 'processing' | 'unknown'
    readonly platforms: readonly string[]
    readonly limit: number
    readonly leaseSeconds: number
    readonly worker: string
  },
): Promise<ClaimedDelivery[]> {
  const claimedAt = performance.now()
  const to: DeliveryState = options.from === 'unknown' ? 'reconciling' : 'processing'
  const { rows } = await system.raw<{ rows: Omit<ClaimedDelivery, 'claimedAt'>[] }>(
    `with picked as (
       select d.id from social_posts d
       where d.state = ? and d.next_at <= statement_timestamp()
         -- What nobody with its plugin has taken for an hour is taken by anybody, so that it comes to an end.
         and (d.platform = any (?::text[]) or d.next_at <= statement_timestamp() - interval '1 hour')
       order by d.next_at limit ? for update of d skip locked
     ), claimed as (
       update social_posts d set state = ?, fence = d.fence + 1, claimed_by = ?,
         lease_until = clock_timestamp() + make_interval(secs => ?),
         next_at = clock_timestamp() + make_interval(secs => ?)
       from picked where d.id = picked.id
       returning ${columns}
     ), events as (
       insert into delivery_events
         (delivery_id, organization_id, transition, from_state, to_state, part, fence, actor)
       select id, "organizationId", 'T12', 'unknown', 'reconciling', part, fence, ? from claimed
       where ? = 'reconciling'
     )
     select * from claimed`,
    [
      options.from,
      [...options.platforms],
      options.limit,
      to,
      options.worker,
      options.leaseSeconds,
      options.leaseSeconds,
      `worker:${options.worker}`,
      to,
    ],
  )
  return rows.map((row) => ({ ...row, claimedAt }))
}
