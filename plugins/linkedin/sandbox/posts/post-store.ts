import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { parseUrn } from '../api/urn.ts'
import type { StoredPost } from './post.ts'

/** Every post that was not deleted, in the order of creation. */
export function allPosts(context: EmulatorContext): ReadonlyMap<string, StoredPost> {
  return postsOf(context)
}

/** The post of `urn:li:share:…` or `urn:li:ugcPost:…`. */
export function findPost(context: EmulatorContext, urn: string): StoredPost | undefined {
  return postsOf(context).get(urn)
}

/** As {@link findPost}, also by the number of its activity. */
export function findPostOrActivity(context: EmulatorContext, urn: string): StoredPost | undefined {
  const { kind, id = '' } = parseUrn(urn) ?? {}
  if (kind !== 'activity') return findPost(context, urn)
  return findPost(context, activitiesOf(context).get(id) ?? '')
}

/** An author's posts, oldest first. */
export function postsBy(context: EmulatorContext, author: string): readonly StoredPost[] {
  const urns = authorsOf(context).get(author) ?? []
  return urns.flatMap((urn) => findPost(context, urn) ?? [])
}

/** Keeps a new post. */
export function addPost(context: EmulatorContext, post: StoredPost): void {
  keepPost(context, post)
  activitiesOf(context).set(post.activityId, post.urn)
  // The array is changed in place: copying it would make an author's n-th post cost n.
  const urns = authorsOf(context).get(post.author) ?? []
  urns.push(post.urn)
  authorsOf(context).set(post.author, urns)
  if (post.parent === null) return
  const reshares = resharesMap(context).get(post.parent) ?? []
  resharesMap(context).set(post.parent, [...reshares, post.urn])
}

/** The posts that reshare another one. */
export function resharesOf(context: EmulatorContext, urn: string): readonly StoredPost[] {
  return (resharesMap(context).get(urn) ?? []).flatMap((one) => findPost(context, one) ?? [])
}

/** Stores a changed post. */
export function keepPost(context: EmulatorContext, post: StoredPost): void {
  postsOf(context).set(post.urn, post)
}

/** Forgets a post, and remembers that it was there. */
export function removePost(context: EmulatorContext, post: StoredPost): void {
  postsOf(context).delete(post.urn)
  deletedOf(context).set(post.urn, post.author)
  const urns = authorsOf(context).get(post.author) ?? []
  authorsOf(context).set(
    post.author,
    urns.filter((urn) => urn !== post.urn),
  )
}

/** Who wrote the deleted post of a URN. */
export function authorOfDeleted(context: EmulatorContext, urn: string): string | undefined {
  return deletedOf(context).get(urn)
}

function postsOf(context: EmulatorContext): Map<string, StoredPost> {
  return context.store.collection<StoredPost>('posts')
}

function activitiesOf(context: EmulatorContext): Map<string, string> {
  return context.store.collection<string>('activities')
}

function authorsOf(context: EmulatorContext): Map<string, string[]> {
  return context.store.collection<string[]>('authors')
}

function resharesMap(context: EmulatorContext): Map<string, readonly string[]> {
  return context.store.collection<readonly string[]>('reshares')
}

function deletedOf(context: EmulatorContext): Map<string, string> {
  return context.store.collection<string>('deleted_posts')
}
