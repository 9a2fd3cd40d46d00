import { newId } from '@t21/meta-graph/sandbox'
import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { postLimits } from '../api/limits.ts'
import { isLive, type StoredPost } from './post.ts'

/** What a new post is made of; the rest is empty. */
export type NewPost = Pick<StoredPost, 'pageId' | 'kind'> &
  Partial<Omit<StoredPost, 'pageId' | 'kind' | 'listedAt' | 'updatedAt'>>

/** For how long lists will not show what is published by this call, in milliseconds. */
export function visibilityLag(context: EmulatorContext): number {
  return context.fault('delayed_visibility') ? postLimits.delayedVisibilitySeconds * 1000 : 0
}

/** Makes a post, which is published now where nothing else is said. */
export function addPost(
  context: EmulatorContext,
  post: NewPost,
  lag = visibilityLag(context),
): StoredPost {
  const now = context.now().getTime()
  const at = post.at ?? now
  const stored: StoredPost = {
    id: `${post.pageId}_${newId(context)}`,
    message: null,
    title: null,
    link: null,
    media: [],
    state: 'published',
    placeId: null,
    tags: [],
    targeting: null,
    feedTargeting: null,
    presetId: null,
    childAttachments: [],
    callToAction: null,
    ...post,
    at,
    listedAt: Math.max(at, now) + lag,
    updatedAt: now,
  }
  keepPost(context, stored)
  timelines(context).set(post.pageId, [...idsOf(context, post.pageId), stored.id])
  return stored
}

/** Stores a changed post. */
export function keepPost(context: EmulatorContext, post: StoredPost): void {
  posts(context).set(post.id, post)
}

/** The post of an id, whatever its state. */
export function findPost(context: EmulatorContext, id: string): StoredPost | undefined {
  return posts(context).get(id)
}

/** Forgets a post. */
export function removePost(context: EmulatorContext, post: StoredPost): void {
  posts(context).delete(post.id)
  const left = idsOf(context, post.pageId).filter((id) => id !== post.id)
  timelines(context).set(post.pageId, left)
}

/** A page's posts of every state, newest first. */
export function postsOf(context: EmulatorContext, pageId: string): readonly StoredPost[] {
  const found = idsOf(context, pageId).map((id) => findPost(context, id))
  return newestFirst(found.filter((post) => post !== undefined))
}

/** What lists of a page's published posts show: live, old enough for the index, no stories. */
export function listedPosts(context: EmulatorContext, pageId: string): readonly StoredPost[] {
  const now = context.now().getTime()
  return postsOf(context, pageId).filter(
    (post) => post.kind !== 'story' && isLive(post, now) && post.listedAt <= now,
  )
}

/** Everything live on all pages, newest first. */
export function livePosts(context: EmulatorContext): readonly StoredPost[] {
  const now = context.now().getTime()
  return newestFirst([...posts(context).values()].filter((post) => isLive(post, now)))
}

/** Of the same second, the one made last comes first. */
function newestFirst(list: readonly StoredPost[]): readonly StoredPost[] {
  return [...list].reverse().sort((one, other) => other.at - one.at)
}

function posts(context: EmulatorContext): Map<string, StoredPost> {
  return context.store.collection<StoredPost>('posts')
}

/** The ids of a page's posts, as they were made. */
function idsOf(context: EmulatorContext, pageId: string): readonly string[] {
  return timelines(context).get(pageId) ?? []
}

function timelines(context: EmulatorContext): Map<string, readonly string[]> {
  return context.store.collection<readonly string[]>('timelines')
}
