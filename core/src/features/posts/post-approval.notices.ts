import type { Knex } from 'knex'
import { say } from '../notifications/notice-words.ts'
import { notify } from '../notifications/notifications.service.ts'
import { emitEvent } from '../webhooks-out/outbox.ts'
import type { PostRow } from './post.presenter.ts'

/**
 * Everything that follows from `post.approval_requested`, in the transaction in which a post begins to wait: owners and
 * admins are told, and the customer's programs.
 */
export async function afterApprovalRequested(
  transaction: Knex.Transaction,
  post: PostRow,
): Promise<void> {
  await notify(transaction, {
    ...about(post),
    type: 'APPROVAL_REQUESTED',
    words: say('approvalRequested', inShort(post)),
    dedupeKey: `approval:${post.id}:${post.version}`,
    managersOnly: true,
  })
  const { id, organization_id: organizationId, brand_id: brandId } = post
  await emitEvent(transaction, {
    organizationId,
    brandId,
    type: 'post.approval_requested',
    data: { id, organizationId, brandId, status: 'PENDING_APPROVAL' },
  })
}

/** Tells the author of a post, and who asked for its approval, what was decided. */
export async function afterDecision(
  transaction: Knex.Transaction,
  post: PostRow,
  decision: {
    readonly step: 'APPROVED' | 'REJECTED'
    readonly comment: string | undefined
    readonly requestedBy: string | null
  },
): Promise<void> {
  const { step, comment = null, requestedBy } = decision
  const people = [post.user_id, requestedBy].filter((id) => id !== null)
  await notify(transaction, {
    ...about(post),
    type: step === 'APPROVED' ? 'POST_APPROVED' : 'POST_REJECTED',
    words:
      step === 'APPROVED'
        ? say('postApproved', { ...inShort(post), comment })
        : say('postRejected', { excerpt: excerptOf(post), comment }),
    dedupeKey: `decision:${post.id}:${post.version}`,
    userIds: [...new Set(people)],
  })
}

function about({ id, organization_id }: PostRow) {
  return { organizationId: organization_id, subjectId: id, link: `/posts/${id}` }
}

function inShort(post: PostRow) {
  return { scheduledFor: post.scheduled_for?.toISOString() ?? null, excerpt: excerptOf(post) }
}

/** Enough to know it by; never half of a character. */
function excerptOf({ content }: PostRow): string {
  const characters = Array.from(content)
  return characters.length <= 140 ? content : `${characters.slice(0, 139).join('')}…`
}
