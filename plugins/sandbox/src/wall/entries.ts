import type { Thread, ThreadPost } from './threads.ts'

/** A post of a thread with the comments that stand below it. */
export interface Entry extends ThreadPost {
  readonly comments: readonly ThreadPost[]
}

/** A thread's posts, each with its comments; a comment on nothing that is here stands alone. */
export function entriesOf({ posts }: Thread): readonly Entry[] {
  const entries: (ThreadPost & { comments: ThreadPost[] })[] = []
  for (const one of posts) {
    const last = entries.at(-1)
    if (one.post.kind === 'comment' && last !== undefined) last.comments.push(one)
    else entries.push({ ...one, comments: [] })
  }
  return entries
}
