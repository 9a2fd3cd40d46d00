import type { EmulatorContext } from '@t21/plugin-kit/sandbox'

/** A comment as the store keeps it. */
export interface StoredComment {
  /** Digits. */
  readonly id: string
  /** `urn:li:comment:(urn:li:activity:A,C)`. */
  readonly urn: string
  readonly postUrn: string
  readonly activity: string
  /** URN of the comment that it answers. */
  readonly parent: string | null
  /** URN. */
  readonly actor: string
  readonly memberId: string
  readonly text: string
  readonly attributes: readonly unknown[]
  /** Milliseconds since 1970. */
  readonly createdAt: number
  readonly lastModifiedAt: number
}

/** Every comment that was not deleted, oldest first. */
export function allComments(context: EmulatorContext): ReadonlyMap<string, StoredComment> {
  return commentsOf(context)
}

/** The comments of a post, its replies too, oldest first. */
export function commentsOn(context: EmulatorContext, postUrn: string): readonly StoredComment[] {
  const ids = threadsOf(context).get(postUrn) ?? []
  return ids.flatMap((id) => findComment(context, id) ?? [])
}

/** The comment of an id. */
export function findComment(context: EmulatorContext, id: string): StoredComment | undefined {
  return commentsOf(context).get(id)
}

/** The comment of `urn:li:comment:(urn:li:activity:A,C)`, where the post may be named by either of its URNs. */
export function commentOfUrn(context: EmulatorContext, urn: string): StoredComment | undefined {
  const id = /^urn:li:comment:\(urn:li:(?:activity|share|ugcPost):\d+,(\d+)\)$/.exec(urn)?.[1]
  return id === undefined ? undefined : findComment(context, id)
}

/** Keeps a comment, new or changed. */
export function keepComment(context: EmulatorContext, comment: StoredComment): void {
  const isNew = !commentsOf(context).has(comment.id)
  commentsOf(context).set(comment.id, comment)
  if (!isNew) return
  const thread = threadsOf(context).get(comment.postUrn) ?? []
  thread.push(comment.id)
  threadsOf(context).set(comment.postUrn, thread)
}

/** Forgets a comment, and the answers to it. */
export function removeComment(context: EmulatorContext, comment: StoredComment): void {
  for (const one of commentsOn(context, comment.postUrn)) {
    if (one.parent === comment.urn) commentsOf(context).delete(one.id)
  }
  commentsOf(context).delete(comment.id)
}

function commentsOf(context: EmulatorContext): Map<string, StoredComment> {
  return context.store.collection<StoredComment>('comments')
}

function threadsOf(context: EmulatorContext): Map<string, string[]> {
  return context.store.collection<string[]>('threads')
}
