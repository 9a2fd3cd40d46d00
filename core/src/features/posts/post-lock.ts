import type { Knex } from 'knex'
import { ApiError, notFound } from '../../errors.ts'
import { requireVersion } from '../../http/version.ts'
import { isInFlight, type DeliveryState } from '../publishing/states.ts'

/** What a change of a post has to know of its deliveries. */
export interface LockedDelivery {
  readonly id: string
  readonly social_account_id: string
  readonly platform: string
  readonly state: DeliveryState
  readonly part: number
  readonly platform_post_id: string | null
  readonly platform_url: string | null
  readonly content_hash: Buffer
}

const lockedColumns = [
  'id',
  'social_account_id',
  'platform',
  'state',
  'part',
  'platform_post_id',
  'platform_url',
  'content_hash',
]

/**
 * Takes a post for a change: nobody else changes it, and no worker claims one of its deliveries, before
 * the caller commits.
 *
 * Workers lock a delivery and then its post, so that everybody has to go that way; what is locked first,
 * the key of the post, keeps two changes apart of a post that has no deliveries yet.
 *
 * @throws ApiError NOT_FOUND, or VERSION_CONFLICT where the post is not the one that was read
 */
export async function lockPost(
  transaction: Knex.Transaction,
  post: { readonly id: string; readonly organizationId: string; readonly version: number },
): Promise<LockedDelivery[]> {
  const key = { id: post.id, organization_id: post.organizationId }
  await transaction.raw('select pg_advisory_xact_lock(hashtextextended(?, 21))', [post.id])
  const deliveries = await transaction('social_posts')
    .where({ post_id: key.id, organization_id: key.organization_id })
    .orderBy('id')
    .forUpdate()
    .select<LockedDelivery[]>(lockedColumns)
  const [row] = await transaction('posts')
    .where(key)
    .forUpdate()
    .select<{ version: number }[]>('version')
  if (row === undefined) throw notFound('Post')
  requireVersion(row, post.version)
  return deliveries
}

/** @throws ApiError DELIVERY_IN_FLIGHT naming what is on its way */
export function refuseInFlight(deliveries: readonly LockedDelivery[]): void {
  const busy = deliveries.filter(({ state }) => isInFlight(state))
  if (busy.length === 0) return
  throw new ApiError('DELIVERY_IN_FLIGHT', undefined, {
    details: busy.map(({ id, state }) => ({ deliveryId: id, state })),
  })
}

/**
 * A post can be changed until something of it is, or may be, on a network.
 *
 * @throws ApiError DELIVERY_IN_FLIGHT, or CONFLICT for a post that has gone out
 */
export function requireEditable(deliveries: readonly LockedDelivery[]): void {
  refuseInFlight(deliveries)
  if (deliveries.some(({ state }) => state === 'needs_attention')) {
    throw new ApiError(
      'CONFLICT',
      'A delivery of this post waits for a person to say whether it was published.',
    )
  }
  if (deliveries.some(isOut)) {
    throw new ApiError(
      'CONFLICT',
      'The post has been published and cannot be changed; duplicate it to publish it in another form.',
    )
  }
}

/** True where something of the delivery is on the network. */
export function isOut(delivery: LockedDelivery): boolean {
  return delivery.state === 'published' || delivery.platform_post_id !== null || delivery.part > 0
}
