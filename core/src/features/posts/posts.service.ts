import { authorize, type Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { inOrganizations } from '../../db/tenancy.ts'
import { takeMoment } from '../queues/queue-take.ts'
import { scheduleDeliveries } from '../publishing/scheduling.service.ts'
import { contentOf } from '../templates/use-template.ts'
import { refuseBurst, requireMayBurst, spacingOf } from './burst-guard.ts'
import { momentOf, plannedTime, timingOf, type WishedTiming } from './due-time.ts'
import { refuseDuplicates } from './duplicates.ts'
import { orForget } from './fetch-media.ts'
import { loadPost, type LoadedPost } from './load-post.ts'
import { requestApproval } from './post-approval.request.ts'
import { needsApproval } from './post-approval.store.ts'
import { returnCredits, useCredit, type Credits } from './post-credits.service.ts'
import { newDraft } from './post-draft.ts'
import { isOut, lockPost, refuseInFlight } from './post-lock.ts'
import type { PostRow } from './post.presenter.ts'
import type { CreatePostBody } from './posts.schemas.ts'
import { preparePost, type PreparedPost } from './prepare-post.ts'
import { queueMoment } from './queue-timing.ts'
import { insertPost } from './store-post.ts'
import { asScheduled } from './sync-deliveries.ts'

/** A post that was made, and what it cost. */
export interface CreatedPost {
  readonly row: PostRow
  readonly credits: Credits
}

/**
 * Stores a post: as a draft, scheduled, or to go out at once. Post, deliveries and credit are written in
 * one transaction. Where its author needs approval, it waits for that in place of having deliveries.
 *
 * @throws ApiError VALIDATION_ERROR, NOT_FOUND, FORBIDDEN, PLATFORM_UNAVAILABLE, ACCOUNT_NOT_CONNECTED,
 * URL_NOT_ALLOWED, UNSUPPORTED_MEDIA, DUPLICATE_CONTENT, TOO_CLOSE, QUEUE_FULL, QUOTA_EXCEEDED
 */
export async function createPost(
  context: Context,
  principal: Principal,
  body: CreatePostBody,
): Promise<CreatedPost> {
  const timing = timingOf(body)
  const content = await contentOf(context, principal, body)
  const prepared = await preparePost(context, principal, newDraft({ ...body, content }), {
    brandId: body.brandId,
    action: 'create',
    targets: timing === null ? 'none' : 'platforms',
    platformsNamed: body.platforms !== undefined,
  })
  return orForget(context, prepared.fetched, () =>
    storeNew(context, principal, body, prepared, timing),
  )
}

async function storeNew(
  context: Context,
  principal: Principal,
  body: CreatePostBody,
  prepared: PreparedPost,
  wished: WishedTiming | null,
): Promise<CreatedPost> {
  const { organizationId, draft, planned } = prepared
  const { allowBurst = false } = body
  const place = { organizationId, brandId: body.brandId }
  requireMayBurst(principal, place, allowBurst)
  return inOrganizations(context.database, [organizationId], async (transaction) => {
    const timing =
      wished === 'queue'
        ? { at: await queueMoment(transaction, prepared, { ...place, allowBurst }) }
        : wished
    const dueAt = timing === null ? null : momentOf(timing)
    if (dueAt !== null) {
      await refuseBurst(transaction, spacingOf(prepared, { allowBurst }), dueAt)
      const contents = body.allowDuplicate === true ? [] : planned
      await refuseDuplicates(transaction, { organizationId, contents, dueAt })
    }
    const waits = timing !== null && (await needsApproval(transaction, principal, place))
    const goesOut = dueAt === null ? 'DRAFT' : 'SCHEDULED'
    const row = await insertPost(transaction, {
      ...place,
      userId: principal.userId,
      status: waits ? 'PENDING_APPROVAL' : goesOut,
      scheduledFor: waits ? plannedTime(timing) : dueAt,
      draft,
    })
    const post = { id: row.id, ...place }
    if (wished === 'queue' && dueAt !== null) await takeMoment(transaction, post, dueAt)
    if (waits) {
      const { allowDuplicate = false } = body
      await requestApproval(transaction, row, { userId: principal.userId, allowDuplicate })
    } else if (dueAt !== null) {
      await scheduleDeliveries(transaction, {
        post,
        accounts: planned.map(asScheduled),
        dueAt,
        actor: `user:${principal.userId}`,
      })
    }
    // Last, because the counter's row stays locked until the commit.
    return { row, credits: await useCredit(transaction, post) }
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
  const post = { id, organizationId: row.organization_id, version: row.version }
  return inOrganizations(context.database, [post.organizationId], async (transaction) => {
    const deliveries = await lockPost(transaction, post)
    refuseInFlight(deliveries)
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
}
