import type { Checkpoint, CommitResult, ConnectorCall, PublishPart } from '@t21/plugin-kit'
import { failures, fieldOf, isSuccess, read } from '@t21/plugin-kit'
import { preparedPost, toCheckpoint } from './checkpoint.ts'
import { commitComment } from './commit.comment.ts'
import { commitFailure } from './errors.ts'
import { ask, CreatedAnswer, ownPath } from './request.ts'
import type { Settings } from './settings.ts'

/**
 * Publishes the container: exactly one `media_publish`, instagram.md 2.4. Its answer has no address, so it is accepted
 * here and read in `confirm`. Whatever is not a documented refusal leaves it open whether the post is there.
 */
export async function commit(
  call: ConnectorCall<Settings>,
  part: PublishPart,
  checkpoint: Checkpoint,
): Promise<CommitResult> {
  if (part.kind === 'first_comment') return commitComment(call, part, checkpoint)
  const prepared = preparedPost(checkpoint)
  if (!prepared) {
    throw failures.contentRejected({
      message: 'The files of this post were not prepared, so nothing was published on Instagram.',
      remedy: 'Publish again.',
      field: fieldOf(part, 'media'),
    })
  }
  // An earlier attempt did it after all.
  if (prepared.published) {
    return { state: 'accepted', checkpoint: toCheckpoint(prepared), retryAfterSeconds: 0 }
  }

  const response = await ask(call, {
    method: 'POST',
    path: ownPath(call, 'media_publish'),
    form: { creation_id: prepared.main.containerId },
  })
  const created = isSuccess(response) ? read(CreatedAnswer, response.json) : null
  if (!created) throw commitFailure(response, part, call.now)
  const done = { ...prepared, published: true, mediaId: String(created.id) }
  return { state: 'accepted', checkpoint: toCheckpoint(done), retryAfterSeconds: 0 }
}
