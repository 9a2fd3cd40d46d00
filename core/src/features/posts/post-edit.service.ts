import type { Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { inOrganizations } from '../../db/tenancy.ts'
import { ApiError } from '../../errors.ts'
import { refreshPostStatus } from '../publishing/post-status.ts'
import { cancelDeliveries } from '../publishing/scheduling.service.ts'
import { futureTime } from './due-time.ts'
import { refuseDuplicates } from './duplicates.ts'
import { orForget } from './fetch-media.ts'
import { loadPost, type LoadedPost } from './load-post.ts'
import type { PlannedDelivery } from './post-checks.ts'
import { changeDraft } from './post-draft.ts'
import { lockPost, requireEditable, requireVersion, type LockedDelivery } from './post-lock.ts'
import type { PostRow } from './post.presenter.ts'
import type { PublishPostBody, UpdatePostBody } from './posts.schemas.ts'
import { preparePost, type PreparedPost } from './prepare-post.ts'
import { updatePost as storePost } from './store-post.ts'
import { syncDeliveries } from './sync-deliveries.ts'

/** A change of a post; `version` is the one that was read. */
export type PostChange = Omit<UpdatePostBody, 'version'> & { readonly version: number }

/**
 * Changes a post. Text and schedule are independent: a new text leaves the deliveries where they are,
 * and a new time leaves the text.
 *
 * @throws ApiError NOT_FOUND, FORBIDDEN, VERSION_CONFLICT, DELIVERY_IN_FLIGHT, CONFLICT for a post that
 * has gone out, and everything that `createPost` throws but QUOTA_EXCEEDED
 */
export async function updatePost(
  context: Context,
  principal: Principal,
  id: string,
  change: PostChange,
): Promise<PostRow> {
  const post = await loadPost(context, principal, 'update', id)
  requireVersion(post.row, change.version)
  if (change.scheduledFor === null) return apply(context, principal, post, change, null)
  const dueAt = movedTo(post.row, change.scheduledFor)
  return apply(context, principal, post, change, dueAt)
}

/**
 * Schedules a post, or moves it to another time.
 *
 * @throws ApiError as `updatePost`
 */
export async function schedulePost(
  context: Context,
  principal: Principal,
  id: string,
  body: PublishPostBody & { readonly scheduledFor: string },
): Promise<PostRow> {
  const post = await loadPost(context, principal, 'publish', id)
  requireVersion(post.row, body.version ?? post.row.version)
  return apply(context, principal, post, body, futureTime(body.scheduledFor))
}

/**
 * Sends a post on its way now.
 *
 * @throws ApiError as `updatePost`
 */
export async function publishPost(
  context: Context,
  principal: Principal,
  id: string,
  body: PublishPostBody,
): Promise<PostRow> {
  const post = await loadPost(context, principal, 'publish', id)
  requireVersion(post.row, body.version ?? post.row.version)
  return apply(context, principal, post, body, new Date())
}

/**
 * Makes a draft of a scheduled post.
 *
 * @throws ApiError NOT_FOUND, FORBIDDEN, VERSION_CONFLICT, DELIVERY_IN_FLIGHT, CONFLICT
 */
export async function unschedulePost(
  context: Context,
  principal: Principal,
  id: string,
  body: { readonly version?: number | undefined },
): Promise<PostRow> {
  const post = await loadPost(context, principal, 'update', id)
  requireVersion(post.row, body.version ?? post.row.version)
  if (post.row.status === 'FAILED') throw new ApiError('CONFLICT', 'The post is not scheduled.')
  // Asked twice, answered the same.
  if (post.row.status === 'DRAFT') return post.row
  return apply(context, principal, post, {}, null)
}

/** @param dueAt the new time; `null`: none any more; `undefined`: as it is */
async function apply(
  context: Context,
  principal: Principal,
  post: LoadedPost,
  change: UpdatePostBody,
  dueAt: Date | null | undefined,
): Promise<PostRow> {
  const { row } = post
  const prepared = await prepare(context, principal, post, change, dueAt)
  return orForget(context, prepared.fetched, () =>
    storeChange(context, principal, row, change, prepared, dueAt),
  )
}

async function storeChange(
  context: Context,
  principal: Principal,
  row: PostRow,
  change: UpdatePostBody,
  prepared: PreparedPost,
  dueAt: Date | null | undefined,
): Promise<PostRow> {
  const { organizationId, draft, planned } = prepared
  const time = dueAt === undefined ? row.scheduled_for : dueAt
  const stored = { id: row.id, organizationId, brandId: row.brand_id }
  return inOrganizations(context.database, [organizationId], async (transaction) => {
    const deliveries = await lockPost(transaction, { ...stored, version: row.version })
    requireEditable(deliveries)
    const actor = `user:${principal.userId}`
    if (dueAt === null) {
      await cancelDeliveries(transaction, stored, { actor })
      await refreshPostStatus(transaction, [row.id])
    } else if (time !== null && planned.length > 0) {
      const moved = dueAt !== undefined
      if (change.allowDuplicate !== true) {
        await refuseDuplicates(transaction, {
          organizationId,
          postId: row.id,
          contents: moved ? planned : planned.filter(isNewFor(deliveries)),
          dueAt: time,
        })
      }
      await syncDeliveries(transaction, {
        post: stored,
        actor,
        deliveries,
        planned,
        dueAt: time,
        moved,
      })
    }
    return storePost(transaction, { id: row.id, organizationId, scheduledFor: time, draft })
  })
}

function prepare(
  context: Context,
  principal: Principal,
  post: LoadedPost,
  change: UpdatePostBody,
  dueAt: Date | null | undefined,
): Promise<PreparedPost> {
  const { row, accountIds } = post
  const isScheduled = accountIds.length > 0
  const elsewhere = change.platforms !== undefined || change.socialAccountIds !== undefined
  const goesOut = dueAt === undefined ? isScheduled : dueAt !== null
  // A post that is scheduled keeps its accounts until somebody chooses others, or it has to be tried again.
  const again = row.status === 'FAILED' && dueAt instanceof Date
  const targets =
    isScheduled && !elsewhere && !again ? { deliveries: accountIds } : ('platforms' as const)
  return preparePost(context, principal, changeDraft(post.draft, change), {
    brandId: row.brand_id,
    action: 'update',
    targets: goesOut ? targets : 'none',
    // Accounts that are chosen anew bring their platforms.
    platformsNamed: change.platforms !== undefined || change.socialAccountIds === undefined,
    known: [...row.platforms, ...Object.keys(row.overrides)],
  })
}

/** True for content that does not go to its account already: a duplicate on purpose is asked for once. */
function isNewFor(deliveries: readonly LockedDelivery[]): (planned: PlannedDelivery) => boolean {
  return ({ account, contentHash }) =>
    !deliveries.some(
      ({ social_account_id, state, content_hash }) =>
        social_account_id === account.id &&
        state !== 'canceled' &&
        content_hash.equals(contentHash),
    )
}

/** A time that is sent back as it was read is no change, even where it has passed meanwhile. */
function movedTo(row: PostRow, scheduledFor: string | undefined): Date | undefined {
  if (scheduledFor === undefined) return undefined
  if (row.scheduled_for?.getTime() === new Date(scheduledFor).getTime()) return undefined
  return futureTime(scheduledFor)
}
