import type { WallPost } from '@t21/plugin-kit/sandbox'

/** A post in its thread. */
export interface ThreadPost {
  readonly post: WallPost
  /** The post that it answers, where that is on the wall. */
  readonly parent: WallPost | undefined
  /** It answers the post right above it. */
  readonly continues: boolean
}

/** A post with everything that was answered to it, in the order in which it reads. */
export interface Thread {
  readonly id: string
  readonly posts: readonly ThreadPost[]
}

/** Puts one network's posts, newest first, into threads, newest first. */
export function threadsOf(posts: readonly WallPost[]): readonly Thread[] {
  const oldestFirst = posts.toReversed()
  oldestFirst.sort((a, b) => Date.parse(a.publishedAt) - Date.parse(b.publishedAt))

  const byId = new Map(oldestFirst.map((post) => [post.id, post]))
  const replies = Map.groupBy(oldestFirst, (post) => parentOf(post, byId)?.id)
  const seen = new Set<string>()
  const threads: Thread[] = []

  function open(root: WallPost): void {
    const thread: ThreadPost[] = []
    // Depth first without recursion: a thread may be longer than the stack is deep.
    const waiting = [root]
    for (let post = waiting.pop(); post !== undefined; post = waiting.pop()) {
      if (seen.has(post.id)) continue
      seen.add(post.id)
      const parent = parentOf(post, byId)
      const above = thread.at(-1)?.post
      thread.push({ post, parent, continues: parent !== undefined && parent.id === above?.id })
      waiting.push(...(replies.get(post.id) ?? []).toReversed())
    }
    threads.push({ id: root.id, posts: thread })
  }

  for (const root of replies.get(undefined) ?? []) open(root)
  // Posts that answer each other in a circle have no first one; they are shown all the same.
  for (const post of oldestFirst) if (!seen.has(post.id)) open(post)
  return threads.reverse()
}

function parentOf(post: WallPost, byId: ReadonlyMap<string, WallPost>): WallPost | undefined {
  return post.inReplyTo === null ? undefined : byId.get(post.inReplyTo)
}
