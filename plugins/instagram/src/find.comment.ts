import type { Checkpoint, FindCall, FindResult, PublishPart } from '@t21/plugin-kit'
import { read } from '@t21/plugin-kit'
import { Type } from 'typebox'
import { commentedPost } from './prepare.comment.ts'
import { captionPrint } from './published-key.ts'
import { askList, Id, segment } from './request.ts'
import type { Settings } from './settings.ts'

const ListedComment = Type.Object({
  id: Id,
  text: Type.Optional(Type.String()),
  username: Type.Optional(Type.String()),
  timestamp: Type.Optional(Type.String()),
})

const clockToleranceMs = 60_000

/**
 * Looks for a first comment below its post: instagram.md 9. There is no handle for a comment, so what is not seen is not
 * proved absent, and a person decides.
 */
export async function findComment(
  call: FindCall<Settings>,
  part: PublishPart,
  checkpoint: Checkpoint,
): Promise<FindResult> {
  const postId = commentedPost(checkpoint)
  if (postId === '') return { state: 'absent' }
  const { entries } = await askList(call, 'reading the comments', {
    path: `${segment(postId)}/comments`,
    query: { fields: 'id,text,username,timestamp', limit: 50 },
  })
  const since = call.intentAt.getTime() - clockToleranceMs
  // The list begins with the newest; of two equal ones the older is nearer to the intent.
  const same = entries
    .flatMap((entry) => read(ListedComment, entry) ?? [])
    .findLast(
      ({ id, text, username, timestamp }) =>
        !call.claimedRemoteIds.includes(String(id)) &&
        captionPrint(text ?? '') === captionPrint(part.text) &&
        (username === undefined || username === call.account.username) &&
        (timestamp === undefined || Date.parse(timestamp) >= since),
    )
  if (same) return { state: 'found', remoteId: String(same.id) }
  return {
    state: 'cannot_tell',
    reason: 'Instagram shows no such comment, which does not prove that it will not appear.',
  }
}
