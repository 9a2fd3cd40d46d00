import type { Knex } from 'knex'
import type { EventType } from '../webhooks-out/event-types.ts'
import { intoOutbox, ringOutbox, toldOf } from '../webhooks-out/outbox.ts'
import type { Move } from './move.ts'
import type { ChangedPost, PostStatus } from './post-status.ts'
import type { DeliveryState } from './states.ts'

const ofPosts: Partial<Record<PostStatus, EventType>> = {
  PUBLISHED: 'post.published',
  PARTIALLY_PUBLISHED: 'post.partially_published',
  FAILED: 'post.failed',
}

const ofDeliveries: Partial<Record<DeliveryState, EventType>> = {
  published: 'delivery.published',
  needs_attention: 'delivery.needs_attention',
}

/**
 * Tells the customer's programs what became of deliveries and posts, in the transaction of the steps: one statement for a
 * whole batch, in which nothing is done for a delivery of an organization where nobody listens.
 */
export async function tellOutcomes(
  transaction: Knex.Transaction,
  moves: readonly Pick<Move, 'id' | 'to'>[],
  changed: readonly ChangedPost[],
): Promise<void> {
  const posts = changed.flatMap((post) => {
    const { organizationId, brandId, status } = post
    const type = ofPosts[status]
    if (type === undefined) return []
    const data = { id: post.id, organizationId, brandId, status }
    return [{ organizationId, brandId, type, data }]
  })
  const deliveries = moves.flatMap(({ id, to }) => {
    const type = ofDeliveries[to]
    return type === undefined ? [] : [{ id, type }]
  })
  if (posts.length + deliveries.length === 0) return
  await transaction.raw(
    `with told as (
       ${toldOf(':posts')}
       union all
       select d.organization_id, d.brand_id, m.type, json_build_object('id', d.id,
         'organizationId', d.organization_id, 'brandId', d.brand_id, 'postId', d.post_id,
         'socialAccountId', d.social_account_id, 'platform', d.platform, 'state', d.state)
       from json_to_recordset(cast(:deliveries as json)) as m(id uuid, type text)
         join social_posts d on d.id = m.id
       where exists (select from webhook_endpoints w where w.organization_id = d.organization_id and w.enabled)
     ), ${intoOutbox} select ${ringOutbox}`,
    { posts: JSON.stringify(posts), deliveries: JSON.stringify(deliveries) },
  )
}
