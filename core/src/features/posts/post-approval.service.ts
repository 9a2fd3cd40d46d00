import type { Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { inOrganizations } from '../../db/tenancy.ts'
import { ApiError, invalid } from '../../errors.ts'
import { requireVersion } from '../../http/version.ts'
import { refreshPostStatus } from '../publishing/post-status.ts'
import { futureTime, type Timing } from './due-time.ts'
import { loadPost, type LoadedPost } from './load-post.ts'
import { afterDecision } from './post-approval.notices.ts'
import { recordApproval, stopWaiting } from './post-approval.store.ts'
import { changePost } from './post-edit.service.ts'
import { lockPost } from './post-lock.ts'
import type { PostRow } from './post.presenter.ts'

/** A decision on the version of a post that was read. */
interface Decision {
  readonly version: number
  readonly comment?: string | undefined
}

/**
 * Lets a post out that waits for approval: it is scheduled, or goes out at once, as its author's call would have had it, with
 * every check made anew.
 *
 * @throws ApiError NOT_FOUND, FORBIDDEN, VERSION_CONFLICT; CONFLICT for a post that does not wait; VALIDATION_ERROR where
 * its time has passed meanwhile; and what `schedulePost` throws
 */
export async function approvePost(
  context: Context,
  principal: Principal,
  id: string,
  {
    version,
    comment,
    scheduledFor,
    allowBurst = false,
  }: Decision & {
    readonly scheduledFor?: string | undefined
    readonly allowBurst?: boolean | undefined
  },
): Promise<LoadedPost> {
  const post = await loadWaiting(context, principal, id, version)
  const timing = scheduledFor === undefined ? wishOf(post.row) : { at: futureTime(scheduledFor) }
  const { userId } = principal
  await changePost(
    context,
    principal,
    post,
    { allowBurst },
    {
      timing,
      async approval(transaction, approved) {
        const step = 'APPROVED'
        const { organization_id: organizationId } = approved
        await recordApproval(
          transaction,
          { id, organizationId },
          { step, userId, version, comment },
        )
        await afterDecision(transaction, approved, { step, comment, requestedBy: askedBy(post) })
      },
    },
  )
  return loadPost(context, principal, 'read', id)
}

/**
 * Gives a post that waits for approval back to its author: it is a draft again.
 *
 * @throws ApiError NOT_FOUND, FORBIDDEN, VERSION_CONFLICT; CONFLICT for a post that does not wait
 */
export async function rejectPost(
  context: Context,
  principal: Principal,
  id: string,
  { version, comment }: Decision & { readonly comment: string },
): Promise<LoadedPost> {
  const { row, ...post } = await loadWaiting(context, principal, id, version)
  const key = { id, organizationId: row.organization_id }
  const step = 'REJECTED'
  await inOrganizations(context.database, [key.organizationId], async (transaction) => {
    await lockPost(transaction, { ...key, version })
    await stopWaiting(transaction, key)
    await refreshPostStatus(transaction, [id])
    await transaction('posts')
      .where({ id, organization_id: key.organizationId })
      .update({ version: version + 1 })
    const { userId } = principal
    await recordApproval(transaction, key, { step, userId, version, comment })
    const rejected = { ...row, version: version + 1 }
    const requestedBy = askedBy({ row, ...post })
    await afterDecision(transaction, rejected, { step, comment, requestedBy })
  })
  return loadPost(context, principal, 'read', id)
}

async function loadWaiting(
  context: Context,
  principal: Principal,
  id: string,
  version: number,
): Promise<LoadedPost> {
  const post = await loadPost(context, principal, 'approve', id)
  requireVersion(post.row, version)
  if (post.row.status === 'PENDING_APPROVAL') return post
  throw new ApiError('CONFLICT', 'The post does not wait for approval.')
}

/** When its author wanted it. @throws ApiError VALIDATION_ERROR where that has passed */
function wishOf({ scheduled_for: at }: PostRow): Timing {
  if (at === null) return 'now'
  if (at > new Date()) return { at }
  throw invalid(
    'scheduledFor',
    'The time that its author wanted has passed while it waited; send scheduledFor with another.',
  )
}

function askedBy({ approvals }: LoadedPost): string | null {
  return approvals.findLast(({ step }) => step === 'REQUESTED')?.userId ?? null
}
