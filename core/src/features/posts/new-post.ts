import type { Knex } from 'knex'
import type { Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { withGeneration } from '../ai/use-generation.ts'
import { scheduleDeliveries } from '../publishing/scheduling.service.ts'
import { takeMoment } from '../queues/queue-take.ts'
import { contentOf } from '../templates/use-template.ts'
import { refuseBurst, requireMayBurst, spacingOf } from './burst-guard.ts'
import { momentOf, plannedTime, timingOf, type WishedTiming } from './due-time.ts'
import { refuseDuplicates } from './duplicates.ts'
import { requestApproval } from './post-approval.request.ts'
import { needsApproval } from './post-approval.store.ts'
import { newDraft } from './post-draft.ts'
import type { PostRow } from './post.presenter.ts'
import type { CreatePostBody } from './posts.schemas.ts'
import { preparePost, type PreparedPost } from './prepare-post.ts'
import { queueMoment } from './queue-timing.ts'
import type { MediaSource } from './shared-media.ts'
import { insertPost } from './store-post.ts'
import { asScheduled } from './sync-deliveries.ts'

/** A post that was checked and is not stored yet. */
export interface NewPost extends PreparedPost {
  readonly body: CreatePostBody
  /** `null` for a draft. */
  readonly wished: WishedTiming | null
}

/**
 * Checks a post that somebody wants to make, and fetches its media.
 *
 * @param media what several posts fetch together, or `none`; without it the post fetches its own
 * @throws ApiError whatever is wrong, before anything is stored
 */
export async function prepareNewPost(
  context: Context,
  principal: Principal,
  body: CreatePostBody,
  media?: MediaSource,
): Promise<NewPost> {
  const wished = timingOf(body)
  const content = await contentOf(context, principal, body)
  const written = await withGeneration(context, principal, body.brandId, { ...body, content })
  const prepared = await preparePost(context, principal, newDraft(written), {
    brandId: body.brandId,
    action: 'create',
    targets: wished === null ? 'none' : 'platforms',
    platformsNamed: body.platforms !== undefined,
    ...(media && { media }),
  })
  const place = { organizationId: prepared.organizationId, brandId: body.brandId }
  requireMayBurst(principal, place, body.allowBurst ?? false)
  return { ...prepared, body, wished }
}

/**
 * Stores a post, and its deliveries or the wish for an approval. Its credit is the caller's to use, at the end of the
 * transaction.
 *
 * @throws ApiError DUPLICATE_CONTENT, TOO_CLOSE, QUEUE_FULL, NOT_FOUND for a medium that went meanwhile
 */
export async function storeNewPost(
  transaction: Knex.Transaction,
  principal: Principal,
  post: NewPost,
): Promise<PostRow> {
  const { organizationId, draft, planned, body, wished } = post
  const { allowBurst = false, allowDuplicate = false } = body
  const place = { organizationId, brandId: body.brandId }
  const timing =
    wished === 'queue'
      ? { at: await queueMoment(transaction, post, { ...place, allowBurst }) }
      : wished
  const dueAt = timing === null ? null : momentOf(timing)
  if (dueAt !== null) {
    await refuseBurst(transaction, spacingOf(post, { allowBurst }), dueAt)
    const contents = allowDuplicate ? [] : planned
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
  const stored = { id: row.id, ...place }
  if (wished === 'queue' && dueAt !== null) await takeMoment(transaction, stored, dueAt)
  if (waits) {
    await requestApproval(transaction, row, { userId: principal.userId, allowDuplicate })
  } else if (dueAt !== null) {
    await scheduleDeliveries(transaction, {
      post: stored,
      accounts: planned.map(asScheduled),
      dueAt,
      actor: `user:${principal.userId}`,
    })
  }
  return row
}
