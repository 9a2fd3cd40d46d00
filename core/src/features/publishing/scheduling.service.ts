import type { Knex } from 'knex'
import { ApiError } from '../../errors.ts'
import type { EventData } from '../webhooks-out/event-types.ts'
import { intoOutbox, ringOutbox } from '../webhooks-out/outbox.ts'
import { inFlightStates, type DeliveryState } from './states.ts'

/** The post whose deliveries are meant. */
export interface SchedulablePost {
  readonly id: string
  readonly organizationId: string
  readonly brandId: string
}

/** An account that the post goes to. */
export interface ScheduledAccount {
  readonly id: string
  readonly platform: string
  readonly contentHash: Buffer
  /** How many parts it has: thread and first comment included. */
  readonly parts: number
}

/** Who caused a step of the history: `user:<id>`, `worker:<name>`, `sweeper`. */
export type Actor = string

/**
 * Writes the deliveries of a post, in the caller's transaction: they exist exactly when the post
 * does. One that had been called off, had failed or expired is taken up again (T21), with the parts that
 * are there already left out. The customer's programs are told, in the same statement.
 */
export async function scheduleDeliveries(
  transaction: Knex.Transaction,
  input: {
    readonly post: SchedulablePost
    readonly accounts: readonly ScheduledAccount[]
    readonly dueAt: Date
    readonly actor: Actor
  },
): Promise<void> {
  const { post, accounts, dueAt, actor } = input
  if (accounts.length === 0) return
  await transaction.raw(
    `with accounts as (
       select * from unnest(
         cast(:ids as uuid[]), cast(:platforms as text[]), cast(:hashes as bytea[]), cast(:parts as int[]))
         as a(id, platform, content_hash, parts)
     ), written as (
       insert into social_posts as d
         (organization_id, brand_id, post_id, social_account_id, platform, content_hash, parts, due_at, next_at,
          grace_until)
       select cast(:organizationId as uuid), cast(:brandId as uuid), cast(:postId as uuid), a.id, a.platform,
         a.content_hash, a.parts, cast(:dueAt as timestamptz), cast(:dueAt as timestamptz),
         cast(:dueAt as timestamptz) + o.publishing_grace
       from accounts a, organizations o where o.id = :organizationId
       on conflict (post_id, social_account_id) do update set
         state = 'scheduled', due_at = excluded.due_at, next_at = excluded.next_at,
         grace_until = excluded.grace_until, content_hash = excluded.content_hash, parts = excluded.parts,
         error = null, checkpoint = null, lease_until = null, retry_count = 0, claim_count = 0,
         started_at = null, preflight_at = null, preflight_issues = '[]'
       where d.state in ('canceled', 'failed', 'expired')
       returning d.id, d.organization_id, d.fence, d.part, d.xmax::text <> '0' as again
     ), events as (
       insert into delivery_events (delivery_id, organization_id, transition, to_state, part, fence, actor)
       select id, organization_id, case when again then 'T21' else 'T0' end, 'scheduled', part, fence, :actor
       from written
     ), told as (
       select cast(:organizationId as uuid) as organization_id, cast(:brandId as uuid) as brand_id,
         'post.scheduled' as type, cast(:told as json) as data
       where exists (select from written)
     ), ${intoOutbox}
     select ring_at(cast(:dueAt as timestamptz)), ${ringOutbox}`,
    {
      ids: accounts.map(({ id }) => id),
      platforms: accounts.map(({ platform }) => platform),
      hashes: accounts.map(({ contentHash }) => contentHash),
      parts: accounts.map(({ parts }) => parts),
      organizationId: post.organizationId,
      brandId: post.brandId,
      postId: post.id,
      dueAt,
      actor,
      told: JSON.stringify(scheduledData(post, dueAt)),
    },
  )
}

/** What a `post.scheduled` says. */
export function scheduledData(
  { id, organizationId, brandId }: SchedulablePost,
  dueAt: Date,
): EventData<'post.scheduled'> {
  return { id, organizationId, brandId, status: 'SCHEDULED', scheduledFor: dueAt.toISOString() }
}

/**
 * Moves what is still scheduled to another time; what is at its end stays. Content is not touched.
 *
 * @throws ApiError DELIVERY_IN_FLIGHT when a delivery of the post is on its way
 */
export async function rescheduleDeliveries(
  transaction: Knex.Transaction,
  post: SchedulablePost,
  dueAt: Date,
): Promise<void> {
  await lockIdleDeliveries(transaction, post)
  await transaction.raw(
    `update social_posts d set due_at = cast(:dueAt as timestamptz), next_at = cast(:dueAt as timestamptz),
       grace_until = cast(:dueAt as timestamptz) + o.publishing_grace,
       preflight_at = null, preflight_issues = '[]'
     from organizations o
     where d.post_id = :postId and d.organization_id = :organizationId and o.id = d.organization_id
       and d.state in ('scheduled', 'retry_wait')`,
    { dueAt, postId: post.id, organizationId: post.organizationId },
  )
  await transaction.raw('select ring_at(?)', [dueAt])
}

/**
 * Calls off what is still scheduled (T17); of all accounts, or of those named.
 *
 * @throws ApiError DELIVERY_IN_FLIGHT when one of them is on its way
 */
export async function cancelDeliveries(
  transaction: Knex.Transaction,
  post: SchedulablePost,
  options: { readonly actor: Actor; readonly socialAccountIds?: readonly string[] },
): Promise<void> {
  await lockIdleDeliveries(transaction, post, options.socialAccountIds)
  await cancelWhere(transaction, options.actor, {
    post_id: post.id,
    organization_id: post.organizationId,
    social_account_id: options.socialAccountIds,
  })
}

/**
 * Calls off everything scheduled of a brand or of an account, before it goes.
 *
 * @param options.inFlight `leave`: what is on its way is left to the engine, which publishes nothing of an account that
 * is not connected any more (T5) and brings the rest to its end
 * @throws ApiError DELIVERY_IN_FLIGHT when one of them is on its way
 */
export async function cancelDeliveriesOf(
  transaction: Knex.Transaction,
  scope: {
    readonly organizationId: string
    readonly brandId?: string
    readonly socialAccountId?: string
  },
  actor: Actor,
  options: { readonly inFlight: 'refuse' | 'leave' } = { inFlight: 'refuse' },
): Promise<{ readonly postIds: readonly string[] }> {
  const filter = {
    organization_id: scope.organizationId,
    brand_id: scope.brandId,
    social_account_id: scope.socialAccountId,
  }
  if (options.inFlight === 'refuse') await refuseInFlight(transaction, filter)
  return { postIds: await cancelWhere(transaction, actor, filter) }
}

type Filter = Readonly<Record<string, string | readonly string[] | undefined>>

async function lockIdleDeliveries(
  transaction: Knex.Transaction,
  post: SchedulablePost,
  socialAccountIds?: readonly string[],
): Promise<void> {
  await refuseInFlight(transaction, {
    post_id: post.id,
    organization_id: post.organizationId,
    social_account_id: socialAccountIds,
  })
}

/** Locks the rows, so that no worker claims one between this look and the change. */
async function refuseInFlight(transaction: Knex.Transaction, filter: Filter): Promise<void> {
  const rows = await filtered(transaction('social_posts'), filter)
    .select<{ id: string; state: DeliveryState }[]>('id', 'state')
    .orderBy('id')
    .forUpdate()
  const busy = rows.filter(({ state }) => (inFlightStates as readonly string[]).includes(state))
  if (busy.length === 0) return
  throw new ApiError('DELIVERY_IN_FLIGHT', undefined, {
    details: busy.map(({ id, state }) => ({ deliveryId: id, state })),
  })
}

async function cancelWhere(
  transaction: Knex.Transaction,
  actor: Actor,
  filter: Filter,
): Promise<string[]> {
  const canceled = await filtered(transaction('social_posts'), filter)
    .whereIn('state', ['scheduled', 'retry_wait'])
    .select<CancelledRow[]>('id', 'organization_id', 'post_id', 'state', 'part', 'fence')
    .forUpdate()
  if (canceled.length === 0) return []
  await transaction('social_posts')
    .whereIn(
      'id',
      canceled.map(({ id }) => id),
    )
    .update({ state: 'canceled', next_at: null, lease_until: null })
  await transaction('delivery_events').insert(
    canceled.map(({ id, organization_id, state, part, fence }) => ({
      delivery_id: id,
      organization_id,
      transition: 'T17',
      from_state: state,
      to_state: 'canceled',
      part,
      fence,
      actor,
    })),
  )
  return [...new Set(canceled.map(({ post_id }) => post_id))]
}

interface CancelledRow {
  readonly id: string
  readonly organization_id: string
  readonly post_id: string
  readonly state: DeliveryState
  readonly part: number
  readonly fence: number
}

function filtered(query: Knex.QueryBuilder, filter: Filter): Knex.QueryBuilder {
  let narrowed = query
  for (const [column, value] of Object.entries(filter)) {
    if (value === undefined) continue
    narrowed =
      typeof value === 'string'
        ? narrowed.where(column, value)
        : narrowed.whereIn(column, [...value])
  }
  return narrowed
}
