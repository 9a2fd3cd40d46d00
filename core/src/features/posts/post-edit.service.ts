import { allows, type Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { ApiError, invalid } from '../../errors.ts'
import { requireVersion } from '../../http/version.ts'
import { withGeneration } from '../ai/use-generation.ts'
import { futureTime, timingOf, type WishedTiming } from './due-time.ts'
import { orForget } from './fetch-media.ts'
import { loadPost, type LoadedPost } from './load-post.ts'
import { changeDraft } from './post-draft.ts'
import type { PostRow } from './post.presenter.ts'
import type { PublishPostBody, SchedulePostBody, UpdatePostBody } from './posts.schemas.ts'
import { preparePost, type PreparedPost } from './prepare-post.ts'
import { storeChange, type PostWish } from './store-change.ts'

/** A change of a post; `version` is the one that was read. */
export type PostChange = Omit<UpdatePostBody, 'version'> & { readonly version: number }

/**
 * Changes a post. Text and schedule are independent: a new text leaves the deliveries where they are,
 * and a new time leaves the text.
 *
 * @throws ApiError NOT_FOUND, FORBIDDEN, VERSION_CONFLICT, DELIVERY_IN_FLIGHT, CONFLICT for a post that
 * has gone out, and everything that `createPost` throws; QUOTA_EXCEEDED for the bytes of media only
 */
export async function updatePost(
  context: Context,
  principal: Principal,
  id: string,
  change: PostChange,
): Promise<PostRow> {
  const post = await loadPost(context, principal, 'update', id)
  requireVersion(post.row, change.version)
  const timing = change.scheduledFor === null ? null : movedTo(post.row, change.scheduledFor)
  return changePost(context, principal, post, change, { timing })
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
  body: SchedulePostBody,
): Promise<PostRow> {
  const post = await loadPost(context, principal, 'publish', id)
  requireVersion(post.row, body.version ?? post.row.version)
  refuseWaiting(principal, post.row)
  const { queue, scheduledFor, ...rest } = body
  const timing = timingOf({ queue, scheduledFor })
  if (timing === null) throw invalid('scheduledFor', 'Send a time, or `queue: true`.')
  return changePost(context, principal, post, rest, { timing })
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
  refuseWaiting(principal, post.row)
  return changePost(context, principal, post, body, { timing: 'now' })
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
  return changePost(context, principal, post, {}, { timing: null })
}

/** Checks a changed post and stores it. @throws ApiError as `updatePost` */
export async function changePost(
  context: Context,
  principal: Principal,
  post: LoadedPost,
  change: UpdatePostBody,
  wish: Omit<PostWish, 'allowDuplicate' | 'allowBurst'>,
): Promise<PostRow> {
  const prepared = await prepare(context, principal, post, change, wish.timing)
  const { allowDuplicate = false, allowBurst = false } = change
  return orForget(context, prepared.fetched, () =>
    storeChange(context, principal, post, { ...wish, allowDuplicate, allowBurst }, prepared),
  )
}

async function prepare(
  context: Context,
  principal: Principal,
  post: LoadedPost,
  asked: UpdatePostBody,
  timing: WishedTiming | null | undefined,
): Promise<PreparedPost> {
  const { row, accountIds } = post
  const change = await withGeneration(context, principal, row.brand_id, asked)
  const waits = row.status === 'PENDING_APPROVAL'
  const isScheduled = accountIds.length > 0
  const elsewhere = change.platforms !== undefined || change.socialAccountIds !== undefined
  const goesOut = timing === undefined ? isScheduled || waits : timing !== null
  // A post that is scheduled keeps its accounts until somebody chooses others, or it has to be tried again.
  const again = waits || (row.status === 'FAILED' && goesOut && timing !== undefined)
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

/** Whoever may approve a post says that, of the version that they read, and does not pass it by. */
function refuseWaiting(principal: Principal, row: PostRow): void {
  const place = { organizationId: row.organization_id, brandId: row.brand_id }
  if (row.status !== 'PENDING_APPROVAL' || !allows(principal, 'approve', 'Post', place)) return
  throw new ApiError(
    'CONFLICT',
    'The post waits for approval: POST /v1/posts/:id/approve lets it out, at another time with scheduledFor.',
  )
}

/** A time that is sent back as it was read is no change, even where it has passed meanwhile. */
function movedTo(
  row: PostRow,
  scheduledFor: string | undefined,
): { readonly at: Date } | undefined {
  if (scheduledFor === undefined) return undefined
  if (row.scheduled_for?.getTime() === new Date(scheduledFor).getTime()) return undefined
  return { at: futureTime(scheduledFor) }
}
