import { newId } from '@t21/meta-graph/sandbox'
import type { EmulatorContext } from '@t21/plugin-kit/sandbox'

/** A comment, or an answer to one. Times are milliseconds since 1970. */
export interface StoredComment {
  /** `{n of the post}_{m}` */
  readonly id: string
  readonly postId: string
  /** The post's id, or the comment's that it answers. */
  readonly parentId: string
  readonly pageId: string
  readonly message: string | null
  /** Address or id of a picture. */
  readonly attachment: string | null
  readonly hidden: boolean
  readonly liked: boolean
  readonly createdAt: number
}

/** Writes a comment. */
export function addComment(
  context: EmulatorContext,
  comment: Pick<StoredComment, 'postId' | 'parentId' | 'pageId' | 'message' | 'attachment'>,
): StoredComment {
  const stored: StoredComment = {
    ...comment,
    id: `${comment.postId.split('_').at(-1)}_${newId(context)}`,
    hidden: false,
    liked: false,
    createdAt: context.now().getTime(),
  }
  keepComment(context, stored)
  threads(context).set(comment.postId, [...idsOf(context, comment.postId), stored.id])
  return stored
}

/** Stores a changed comment. */
export function keepComment(context: EmulatorContext, comment: StoredComment): void {
  comments(context).set(comment.id, comment)
}

/** The comment of an id. */
export function findComment(context: EmulatorContext, id: string): StoredComment | undefined {
  return comments(context).get(id)
}

/** Deletes a comment and what answers it. */
export function removeComment(context: EmulatorContext, { id, postId }: StoredComment): void {
  const gone = commentsOf(context, postId).filter((one) => one.id === id || one.parentId === id)
  for (const one of gone) comments(context).delete(one.id)
  const left = idsOf(context, postId).filter((one) => comments(context).has(one))
  threads(context).set(postId, left)
}

/** Deletes all comments of a post. */
export function removeCommentsOf(context: EmulatorContext, postId: string): void {
  for (const id of idsOf(context, postId)) comments(context).delete(id)
  threads(context).delete(postId)
}

/** All comments below a post, answers too, oldest first. */
export function commentsOf(context: EmulatorContext, postId: string): readonly StoredComment[] {
  return idsOf(context, postId)
    .map((id) => findComment(context, id))
    .filter((comment) => comment !== undefined)
}

/** Every comment, oldest first. */
export function allComments(context: EmulatorContext): readonly StoredComment[] {
  return [...comments(context).values()]
}

function idsOf(context: EmulatorContext, postId: string): readonly string[] {
  return threads(context).get(postId) ?? []
}

/** The ids of the comments below a post. */
function threads(context: EmulatorContext): Map<string, readonly string[]> {
  return context.store.collection<readonly string[]>('threads')
}

function comments(context: EmulatorContext): Map<string, StoredComment> {
  return context.store.collection<StoredComment>('comments')
}
