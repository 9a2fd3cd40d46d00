import type { LoadedPost } from './load-post.ts'
import type { PostWithApproval } from './post-approval.schemas.ts'
import { presentPost } from './post.presenter.ts'

/** A post as the API answers it alone: with the history of its approval. */
export function presentWithApproval({ row, approvals }: LoadedPost): PostWithApproval {
  const history = approvals.map(({ step, userId, version, comment, at }) => ({
    step,
    userId,
    version,
    comment,
    at: new Date(at).toISOString(),
  }))
  const publishNow = row.status === 'PENDING_APPROVAL' && row.scheduled_for === null
  return {
    ...presentPost(row),
    ...(history.length > 0 && { approval: { publishNow, history } }),
  }
}
