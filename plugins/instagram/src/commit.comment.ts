import type { Checkpoint, CommitResult, ConnectorCall, PublishPart } from '@t21/plugin-kit'
import { failures, fieldOf, isSuccess, read } from '@t21/plugin-kit'
import { commentedPost } from './prepare.comment.ts'
import { commitFailure } from './errors.ts'
import { ask, CreatedAnswer, segment } from './request.ts'
import type { Settings } from './settings.ts'

/** Writes the first comment: one `POST /{media}/comments`, instagram.md 2.5. */
export async function commitComment(
  call: ConnectorCall<Settings>,
  part: PublishPart,
  checkpoint: Checkpoint,
): Promise<CommitResult> {
  const postId = commentedPost(checkpoint)
  if (postId === '') {
    throw failures.contentRejected({
      message: 'The post of this comment is not known, so nothing was sent to Instagram.',
      remedy: 'Publish again.',
      field: fieldOf(part, 'text'),
    })
  }
  const response = await ask(call, {
    method: 'POST',
    path: `${segment(postId)}/comments`,
    form: { message: part.text },
  })
  const created = isSuccess(response) ? read(CreatedAnswer, response.json) : null
  if (!created) throw commitFailure(response, part, call.now)
  return { state: 'published', remoteId: String(created.id) }
}
