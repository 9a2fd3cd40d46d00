import type { Knex } from 'knex'
import { authorize, type Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { pastDeadlocks } from '../../db/past-deadlocks.ts'
import { inOrganizations } from '../../db/tenancy.ts'
import { orForget } from './fetch-media.ts'
import { loadPost, type LoadedPost } from './load-post.ts'
import { prepareNewPost, storeNewPost, type NewPost } from './new-post.ts'
import { returnCredits, useCredit, type Credits } from './post-credits.service.ts'
import { isOut, lockPost, refuseInFlight, type LockedDelivery } from './post-lock.ts'
import type { PostRow } from './post.presenter.ts'
import type { CreatePostBody } from './posts.schemas.ts'
import { insertPost } from './store-post.ts'

/** A post that was made, and what it cost. */
export interface CreatedPost {
  readonly row: PostRow
  readonly credits: Credits
}

/** What is written in the transaction that stores a post. */
export type WithPost = (transaction: Knex.Transaction, post: PostRow) => Promise<void>

/**
 * Stores a post: as a draft, scheduled, or to go out at once. Post, deliveries and credit are written in
 * one transaction. Where its author needs approval, it waits for that in place of having deliveries.
 *
 * @param also what else is written in it; where it throws, there is no post either
 * @throws ApiError VALIDATION_ERROR, NOT_FOUND, FORBIDDEN, PLATFORM_UNAVAILABLE, ACCOUNT_NOT_CONNECTED,
 * URL_NOT_ALLOWED, UNSUPPORTED_MEDIA, DUPLICATE_CONTENT, TOO_CLOSE, QUEUE_FULL, QUOTA_EXCEEDED
 */
export async function createPost(
  context: Context,
  principal: Principal,
  body: CreatePostBody,
  also?: WithPost,
): Promise<CreatedPost> {
  const post = await prepareNewPost(context, principal, body)
  return orForget(context, post.fetched, () => storePrepared(context, principal, post, also))
}

/**
 * Stores a prepared post and uses its credit, in a transaction of its own.
 *
 * @throws ApiError DUPLICATE_CONTENT, TOO_CLOSE, QUEUE_FULL, QUOTA_EXCEEDED, NOT_FOUND for a medium that went meanwhile
 */
export async function storePrepared(
  context: Context,
  principal: Principal,
  post: NewPost,
  also?: WithPost,
): Promise<CreatedPost> {
  const { organizationId } = post
  return inOrganizations(context.database, [organizationId], async (transaction) => {
    const row = await storeNewPost(transaction, principal, post)
    await also?.(transaction, row)
    // Last, because the counter's row stays locked until the commit.
    return { row, credits: await useCredit(transaction, { id: row.id, organizationId }) }
  })
}

/** One post, with the history of its approval. @throws ApiError NOT_FOUND */
export async function getPost(
  context: Context,
  principal: Principal,
  id: string,
): Promise<LoadedPost> {
  return loadPost(context, principal, 'read', id)
}

/**
 * Makes a draft of the same content, for the same places.
 *
 * @throws ApiError NOT_FOUND, FORBIDDEN, QUOTA_EXCEEDED
 */
export async function duplicatePost(
  context: Context,
  principal: Principal,
  id: string,
): Promise<CreatedPost> {
  const { row: original, draft } = await loadPost(context, principal, 'read', id)
  const { organization_id: organizationId, brand_id: brandId } = original
  authorize(principal, 'create', 'Post', { organizationId, brandId })
  return inOrganizations(context.database, [organizationId], async (transaction) => {
    const row = await insertPost(transaction, {
      organizationId,
      brandId,
      userId: principal.userId,
      status: 'DRAFT',
      scheduledFor: null,
      draft,
    })
    return { row, credits: await useCredit(transaction, { id: row.id, organizationId }) }
  })
}

/** What deleting a post left. */
export interface DeletedPost {
  readonly id: string
  readonly creditReturned: boolean
  readonly stillPublished: readonly { readonly platform: string; readonly url: string | null }[]
}

/**
 * Deletes a post and what is scheduled of it. What was published stays on the networks.
 *
 * @throws ApiError NOT_FOUND, FORBIDDEN, DELIVERY_IN_FLIGHT
 */
export async function deletePost(
  context: Context,
  principal: Principal,
  id: string,
): Promise<DeletedPost> {
  const { row } = await loadPost(context, principal, 'delete', id)
  return removePost(
    context,
    { id, organizationId: row.organization_id, version: row.version },
    refuseInFlight,
  )
}

/**
 * {@link deletePost} without asking who wants it.
 *
 * @param guard throws where its deliveries do not allow it
 * @throws ApiError NOT_FOUND, VERSION_CONFLICT, and what `guard` throws
 */
export async function removePost(
  context: Context,
  post: { readonly id: string; readonly organizationId: string; readonly version: number },
  guard: (deliveries: readonly LockedDelivery[]) => void,
): Promise<DeletedPost> {
  const { id } = post
  const remove = () =>
    inOrganizations(context.database, [post.organizationId], async (transaction) => {
      const deliveries = await lockPost(transaction, post)
      guard(deliveries)
      const out = deliveries.filter(isOut)
      // What nobody could find out may be on the network: it counts as gone out.
      const creditReturned =
        out.length === 0 && !deliveries.some(({ state }) => state === 'needs_attention')
      if (creditReturned) await returnCredits(transaction, [post])
      await transaction('posts').where({ id, organization_id: post.organizationId }).delete()
      return {
        id,
        creditReturned,
        stillPublished: out.map(({ platform, platform_url }) => ({ platform, url: platform_url })),
      }
    })
  return pastDeadlocks(remove)
}
