import type { PublishPart } from '@t21/plugin-kit'

/**
 * The post that a part answers: the next posts of a thread answer the one before, a first comment
 * answers the post itself, so that it does not become the thread's last post. `null` for the post.
 */
export function replyTarget(part: Pick<PublishPart, 'kind' | 'previous'>): string | null {
  if (!part.previous) return null
  return part.kind === 'first_comment' ? part.previous.rootId : part.previous.parentId
}
