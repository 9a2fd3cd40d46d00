import type { Knex } from 'knex'
import { afterApprovalRequested } from './post-approval.notices.ts'
import { recordApproval } from './post-approval.store.ts'
import type { PostRow } from './post.presenter.ts'

/** Asks for the approval of a post that begins to wait, in the transaction that stores it. */
export async function requestApproval(
  transaction: Knex.Transaction,
  post: PostRow,
  wish: { readonly userId: string; readonly allowDuplicate: boolean },
): Promise<void> {
  const { id, organization_id: organizationId, version } = post
  await recordApproval(transaction, { id, organizationId }, { step: 'REQUESTED', version, ...wish })
  await afterApprovalRequested(transaction, post)
}
