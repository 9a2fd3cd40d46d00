import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import type { StoredPost } from './post.ts'

/** Every living post, in the order of creation. */
export function allPosts(context: EmulatorContext): ReadonlyMap<string, StoredPost> {
  return postsOf(context)
}

/** The post of an id. */
export function findPost(context: EmulatorContext, id: string): StoredPost | undefined {
  return postsOf(context).get(id)
}

/** The ids of an account's living posts, oldest first. */
export function timelineOf(context: EmulatorContext, authorId: string): readonly string[] {
  return timelinesOf(context).get(authorId) ?? []
}

/** Keeps a new post and counts it with the post that it answers or quotes. */
export function addPost(context: EmulatorContext, post: StoredPost): void {
  postsOf(context).set(post.id, post)
  // The array is changed in place: copying it would make an account's n-th post cost n.
  const timeline = timelinesOf(context).get(post.authorId) ?? []
  timeline.push(post.id)
  timelinesOf(context).set(post.authorId, timeline)
  countAtTargets(context, post, 1)
}

/** Forgets a post. Its answers stay. */
export function removePost(context: EmulatorContext, post: StoredPost): void {
  postsOf(context).delete(post.id)
  const timeline = timelinesOf(context).get(post.authorId) ?? []
  timelinesOf(context).set(
    post.authorId,
    timeline.filter((id) => id !== post.id),
  )
  countAtTargets(context, post, -1)
}

function countAtTargets(context: EmulatorContext, post: StoredPost, step: 1 | -1): void {
  const posts = postsOf(context)
  const answered = post.inReplyToId === null ? undefined : posts.get(post.inReplyToId)
  if (answered !== undefined) {
    posts.set(answered.id, { ...answered, replies: answered.replies + step })
  }
  const quoted = post.quotedId === null ? undefined : posts.get(post.quotedId)
  if (quoted !== undefined) posts.set(quoted.id, { ...quoted, quotes: quoted.quotes + step })
}

function postsOf(context: EmulatorContext): Map<string, StoredPost> {
  return context.store.collection<StoredPost>('posts')
}

function timelinesOf(context: EmulatorContext): Map<string, string[]> {
  return context.store.collection<string[]>('timelines')
}
