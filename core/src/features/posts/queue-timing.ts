import type { Knex } from 'knex'
import { nextFreeMoment } from '../queues/queue-take.ts'
import { spacingFilter, spacingOf } from './burst-guard.ts'
import type { PreparedPost } from './prepare-post.ts'

/**
 * The next free moment of the brand's queue for a post, as far from other posts of its accounts as the brand wants.
 *
 * @throws ApiError VALIDATION_ERROR, QUEUE_FULL
 */
export async function queueMoment(
  transaction: Knex.Transaction,
  prepared: PreparedPost,
  post: { readonly id?: string; readonly brandId: string; readonly allowBurst: boolean },
): Promise<Date> {
  const { organizationId, draft } = prepared
  const { allowBurst, ...place } = post
  const accepts = await spacingFilter(
    transaction,
    spacingOf(prepared, { allowBurst, postId: post.id }),
  )
  const { platforms } = draft
  return nextFreeMoment(transaction, { ...place, organizationId, platforms, accepts })
}
