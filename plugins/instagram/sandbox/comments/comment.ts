import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { addIdTo, idsOf } from '../api/id-list.ts'

/** A comment, or a reply to one: there is one level of them. */
export interface Comment {
  readonly id: string
  readonly mediaId: string
  /** Whose post it is. */
  readonly ownerId: string
  /** The top-level comment that it answers. */
  readonly parentId: string | null
  readonly author: { readonly id: string; readonly username: string }
  readonly text: string
  /** Milliseconds since 1970; a stranger's may be a little in the future. */
  readonly createdAt: number
  readonly hidden: boolean
  /** A private reply was sent. */
  readonly answered: boolean
}

/** All comments that were not deleted, by id, oldest first. */
export function commentsIn(context: EmulatorContext): Map<string, Comment> {
  return context.store.collection<Comment>('comments')
}

/** Keeps a new comment. */
export function addComment(context: EmulatorContext, comment: Comment): void {
  commentsIn(context).set(comment.id, comment)
  addIdTo(context, 'comments_of', comment.mediaId, comment.id)
}

/** A comment that is there by now. */
export function findComment(context: EmulatorContext, id: string): Comment | undefined {
  const comment = commentsIn(context).get(id)
  return comment !== undefined && comment.createdAt <= context.now().getTime() ? comment : undefined
}

/** Comments and replies on a post by now, newest first. */
export function commentsOn(context: EmulatorContext, mediaId: string): readonly Comment[] {
  const now = context.now().getTime()
  return idsOf(context, 'comments_of', mediaId)
    .map((id) => commentsIn(context).get(id))
    .filter((comment) => comment !== undefined)
    .filter(({ createdAt }) => createdAt <= now)
    .toSorted((a, b) => b.createdAt - a.createdAt || (BigInt(b.id) > BigInt(a.id) ? 1 : -1))
}

/** Replies to a comment, newest first. */
export function repliesTo(context: EmulatorContext, comment: Comment): readonly Comment[] {
  return commentsOn(context, comment.mediaId).filter(({ parentId }) => parentId === comment.id)
}

/** Deletes a comment with its replies. */
export function removeComment(context: EmulatorContext, comment: Comment): void {
  for (const reply of repliesTo(context, comment)) commentsIn(context).delete(reply.id)
  commentsIn(context).delete(comment.id)
}
