import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import type { UserTag } from '../containers/container.ts'
import { addIdTo, idsOf } from '../api/id-list.ts'
import { daySeconds } from '../api/limits.ts'

/** A picture or video of a post. Of a carousel each has an id of its own. */
export interface PostMedia {
  readonly id: string
  /** As given to `store.putBytes`: the container's id. */
  readonly bytesId: string
  readonly kind: 'image' | 'video'
  readonly mimeType: string
  readonly altText: string | null
  readonly userTags: readonly UserTag[]
  /** Of a reel that was given a cover. */
  readonly coverId: string | null
}

/** A published post, reel or story. */
export interface Post {
  readonly id: string
  readonly containerId: string
  readonly accountId: string
  readonly shortcode: string
  /** `media_product_type` (instagram.md 6). */
  readonly product: 'FEED' | 'REELS' | 'STORY'
  /** `media_type`. */
  readonly type: 'IMAGE' | 'VIDEO' | 'CAROUSEL_ALBUM'
  readonly caption: string
  readonly media: readonly PostMedia[]
  readonly collaborators: readonly string[]
  readonly locationId: string | null
  readonly shareToFeed: boolean
  readonly audioName: string | null
  readonly trial: string | null
  readonly madeWithAi: boolean
  readonly paidPartnership: boolean
  readonly commentsEnabled: boolean
  /** Milliseconds since 1970. */
  readonly createdAt: number
  /** From when on it can be read: later under the fault `delayed_visibility`. */
  readonly visibleAt: number
}

/** All posts that were not deleted, by id, oldest first. */
export function postsIn(context: EmulatorContext): Map<string, Post> {
  return context.store.collection<Post>('posts')
}

/** Keeps a new post. */
export function addPost(context: EmulatorContext, post: Post): void {
  postsIn(context).set(post.id, post)
  addIdTo(context, 'posts_of', post.accountId, post.id)
}

/** A post that can be read now: a story lives for a day. */
export function findPost(context: EmulatorContext, id: string): Post | undefined {
  const post = postsIn(context).get(id)
  return post !== undefined && isReadable(context, post) ? post : undefined
}

/** Posts and reels of an account, or its stories, newest first, as lists show them. */
export function postsOf(
  context: EmulatorContext,
  accountId: string,
  what: 'posts' | 'stories',
): readonly Post[] {
  return idsOf(context, 'posts_of', accountId)
    .map((id) => postsIn(context).get(id))
    .filter((post) => post !== undefined)
    .filter((post) => (post.product === 'STORY') === (what === 'stories'))
    .filter((post) => isReadable(context, post))
    .toReversed()
}

/** The item of a carousel with this id, and its post. */
export function findItem(
  context: EmulatorContext,
  id: string,
): { readonly post: Post; readonly item: PostMedia } | undefined {
  for (const post of postsIn(context).values()) {
    if (post.type !== 'CAROUSEL_ALBUM' || !isReadable(context, post)) continue
    const item = post.media.find((one) => one.id === id)
    if (item !== undefined) return { post, item }
  }
  return undefined
}

/** Where a person sees it. */
export function permalinkOf(post: Post, username: string): string {
  if (post.product === 'STORY') return `https://www.instagram.com/stories/${username}/${post.id}`
  return `https://www.instagram.com/${post.product === 'REELS' ? 'reel' : 'p'}/${post.shortcode}/`
}

function isReadable(context: EmulatorContext, post: Post): boolean {
  const now = context.now().getTime()
  const over = post.product === 'STORY' && now >= post.createdAt + daySeconds * 1000
  return post.visibleAt <= now && !over
}
