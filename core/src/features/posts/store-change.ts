import type { Knex } from 'knex'
import type { Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { pastDeadlocks } from '../../db/past-deadlocks.ts'
import { inOrganizations } from '../../db/tenancy.ts'
import { refreshPostStatus } from '../publishing/post-status.ts'
import { cancelDeliveries, type SchedulablePost } from '../publishing/scheduling.service.ts'
import { takeMoment } from '../queues/queue-take.ts'
import { refuseBurst, requireMayBurst, spacingOf } from './burst-guard.ts'
import { momentOf, plannedTime, type Timing, type WishedTiming } from './due-time.ts'
import { refuseDuplicates } from './duplicates.ts'
import type { LoadedPost } from './load-post.ts'
import { requestApproval } from './post-approval.request.ts'
import { needsApproval, recordApproval, startWaiting, stopWaiting } from './post-approval.store.ts'
import type { PlannedDelivery } from './post-checks.ts'
import { lockPost, requireEditable, type LockedDelivery } from './post-lock.ts'
import type { PostRow } from './post.presenter.ts'
import type { PreparedPost } from './prepare-post.ts'
import { queueMoment } from './queue-timing.ts'
import { updatePost } from './store-post.ts'
import { isFresh, isWaiting, syncDeliveries } from './sync-deliveries.ts'

/** What is to become of a post beside its text. */
export interface PostWish {
  /** `null`: it goes out no more; `undefined`: when it would have. */
  readonly timing: WishedTiming | null | undefined
  readonly allowDuplicate: boolean
  readonly allowBurst: boolean
  /** Set where this approves the post: what else belongs to that, in the same transaction. */
  readonly approval?: (transaction: Knex.Transaction, approved: PostRow) => Promise<void>
}

interface Change {
  readonly userId: string
  readonly post: SchedulablePost
  readonly row: PostRow
  /** Whether it waits for approval as it is stored. */
  readonly pending: boolean
  readonly prepared: PreparedPost
  readonly timing: Timing | undefined
  readonly approval: PostWish['approval']
  readonly allowDuplicate: boolean
  readonly allowBurst: boolean
  readonly deliveries: readonly LockedDelivery[]
}

/**
 * Stores a changed post and brings its deliveries in line with it; or calls them off and makes it wait for approval, where
 * whoever changes it needs that.
 *
 * @throws ApiError NOT_FOUND, VERSION_CONFLICT, DELIVERY_IN_FLIGHT, CONFLICT, DUPLICATE_CONTENT, TOO_CLOSE
 */
export async function storeChange(
  context: Context,
  principal: Principal,
  { row, approvals }: LoadedPost,
  wish: PostWish,
  prepared: PreparedPost,
): Promise<PostRow> {
  const { organizationId, draft, planned } = prepared
  const { userId } = principal
  const post = { id: row.id, organizationId, brandId: row.brand_id }
  requireMayBurst(principal, post, wish.allowBurst)
  const pending = row.status === 'PENDING_APPROVAL'
  // What waits keeps what its author wanted; otherwise a duplicate on purpose is asked for once.
  const kept = pending && approvals.at(-1)?.allowDuplicate === true
  const allowDuplicate = wish.allowDuplicate || kept
  const store = () =>
    inOrganizations(context.database, [organizationId], async (transaction) => {
      const deliveries = await lockPost(transaction, { ...post, version: row.version })
      requireEditable(deliveries)
      const base = { userId, post, row, pending, prepared }
      if (wish.timing === null) return takeBack(transaction, base)
      const { approval, allowBurst } = wish
      const timing =
        wish.timing === 'queue'
          ? await queueUp(transaction, prepared, { ...post, allowBurst })
          : wish.timing
      const change = { ...base, timing, approval, allowDuplicate, allowBurst, deliveries }
      const goesOut = planned.length > 0 && (row.scheduled_for !== null || pending)
      if (timing === undefined && !goesOut) {
        return updatePost(transaction, { ...post, scheduledFor: row.scheduled_for, draft })
      }
      const waits =
        approval === undefined &&
        (pending || (sendsAnew(change) && (await needsApproval(transaction, principal, post))))
      return waits ? makeWait(transaction, change) : send(transaction, change)
    })
  return pastDeadlocks(store)
}

async function queueUp(
  transaction: Knex.Transaction,
  prepared: PreparedPost,
  post: SchedulablePost & { readonly allowBurst: boolean },
): Promise<Timing> {
  const at = await queueMoment(transaction, prepared, post)
  await takeMoment(transaction, post, at)
  return { at }
}

/** Nothing of it goes out any more: it is a draft. */
async function takeBack(
  transaction: Knex.Transaction,
  {
    post,
    row,
    pending,
    userId,
    prepared,
  }: Pick<Change, 'post' | 'row' | 'pending' | 'userId' | 'prepared'>,
): Promise<PostRow> {
  if (pending) {
    await stopWaiting(transaction, post)
    const { version } = row
    await recordApproval(transaction, post, { step: 'WITHDRAWN', userId, version })
  }
  await cancelDeliveries(transaction, post, { actor: `user:${userId}` })
  await refreshPostStatus(transaction, [post.id])
  return updatePost(transaction, { ...post, scheduledFor: null, draft: prepared.draft })
}

async function makeWait(transaction: Knex.Transaction, change: Change): Promise<PostRow> {
  const { post, row, pending, userId, prepared, timing, allowDuplicate } = change
  const scheduledFor = timing ? plannedTime(timing) : row.scheduled_for
  await checkBurst(transaction, change, scheduledFor ?? new Date())
  await checkDuplicates(transaction, change, scheduledFor ?? new Date())
  await cancelDeliveries(transaction, post, { actor: `user:${userId}` })
  await startWaiting(transaction, post)
  const { draft } = prepared
  const waiting = await updatePost(transaction, { ...post, scheduledFor, draft })
  if (pending) {
    const { version } = waiting
    await recordApproval(transaction, post, { step: 'CHANGED', userId, version, allowDuplicate })
  } else {
    await requestApproval(transaction, waiting, { userId, allowDuplicate })
  }
  return waiting
}

async function send(transaction: Knex.Transaction, change: Change): Promise<PostRow> {
  const { post, row, userId, prepared, timing, deliveries } = change
  const { draft, planned } = prepared
  const dueAt = timing ? momentOf(timing) : (row.scheduled_for ?? new Date())
  await checkBurst(transaction, change, dueAt)
  await checkDuplicates(transaction, change, dueAt)
  await syncDeliveries(transaction, {
    post,
    actor: `user:${userId}`,
    deliveries,
    planned,
    dueAt,
    moved: timing !== undefined,
  })
  const changed = await updatePost(transaction, { ...post, scheduledFor: dueAt, draft })
  await change.approval?.(transaction, changed)
  return changed
}

/** Only where something gets a time; a text that changes comes no closer to anything. */
async function checkBurst(
  transaction: Knex.Transaction,
  { post, pending, prepared, timing, allowBurst, deliveries }: Change,
  dueAt: Date,
): Promise<void> {
  const spacing = spacingOf(prepared, { postId: post.id, allowBurst })
  const timed = spacing.accountIds.filter(
    (id) => timing !== undefined || (!pending && isFresh(deliveries, id)),
  )
  await refuseBurst(transaction, { ...spacing, accountIds: timed }, dueAt)
}

async function checkDuplicates(
  transaction: Knex.Transaction,
  { post, prepared, timing, allowDuplicate, deliveries }: Change,
  dueAt: Date,
): Promise<void> {
  if (allowDuplicate) return
  const { organizationId, planned } = prepared
  const contents = timing === undefined ? planned.filter(isNewFor(deliveries)) : planned
  await refuseDuplicates(transaction, { organizationId, postId: post.id, contents, dueAt })
}

/** Whether the change lets something go out, or alters what is to; what has failed stays where it is. */
function sendsAnew({ timing, prepared, deliveries }: Change): boolean {
  return (
    timing !== undefined ||
    deliveries.some(isWaiting) ||
    prepared.planned.some(({ account }) => isFresh(deliveries, account.id))
  )
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
