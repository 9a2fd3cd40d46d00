import type { Checkpoint, ConnectorCall, PrepareResult, PublishPart } from '@t21/plugin-kit'
import { failures, fieldOf, read } from '@t21/plugin-kit'
import { Type } from 'typebox'
import { keyIn } from './published-key.ts'
import { resolve } from './resolve.ts'
import type { Settings } from './settings.ts'

const CommentProgress = Type.Object({
  v: Type.Literal(1),
  /** The post below which it goes; empty as long as its id is not known. */
  postId: Type.String(),
  /** How often the post was looked for. */
  looks: Type.Integer(),
})

const maxLooks = 10
const secondsBetweenLooks = 60

/**
 * A comment needs nothing but the id of its post. Where Instagram has not told that yet, it is looked for, for some
 * minutes.
 */
export async function prepareComment(
  call: ConnectorCall<Settings>,
  part: PublishPart,
  checkpoint: Checkpoint | null,
): Promise<PrepareResult> {
  const rootId = part.previous?.rootId ?? ''
  const known = read(CommentProgress, checkpoint) ?? { v: 1, postId: '', looks: 0 }
  if (known.postId !== '') return { state: 'ready', checkpoint: known }
  if (!keyIn(rootId)) return { state: 'ready', checkpoint: { ...known, postId: rootId } }

  const post = await resolve(call, { remoteId: rootId })
  if (!keyIn(post.remoteId)) {
    return { state: 'ready', checkpoint: { ...known, postId: post.remoteId } }
  }
  if (known.looks + 1 >= maxLooks) {
    throw failures.contentRejected({
      message: 'Instagram has not told the id of the post, so its first comment was not written.',
      remedy: 'Write the comment in the Instagram app.',
      field: fieldOf(part, 'text'),
    })
  }
  return {
    state: 'waiting',
    checkpoint: { ...known, looks: known.looks + 1 },
    retryAfterSeconds: secondsBetweenLooks,
  }
}

/** The post below which a prepared comment goes; empty where it was not prepared. */
export function commentedPost(checkpoint: Checkpoint): string {
  return read(CommentProgress, checkpoint)?.postId ?? ''
}
