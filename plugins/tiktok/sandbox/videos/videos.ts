import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import type { Account } from '../accounts/account.ts'
import type { Arrival, Publication } from '../posts/publication.ts'
import { allPublications } from '../posts/publications.ts'
import { isPublic } from '../posts/state.ts'

/** A publication that has become a post. */
export interface Post {
  readonly id: string
  /** Milliseconds since 1970. */
  readonly createdAt: number
  readonly publication: Publication
}

/** The public posts of an account, newest first: photos are among them. */
export function publicPostsOf(context: EmulatorContext, { handle }: Account): readonly Post[] {
  const now = context.now().getTime()
  const posts: Post[] = []
  for (const publication of allPublications(context)) {
    const { arrival } = publication
    if (publication.handle !== handle || arrival === null || !isPublic(publication, now)) continue
    posts.push(postOf(publication, arrival))
  }
  return posts.toSorted(newestFirst)
}

/** The post of a publication that has arrived. */
export function postOf(publication: Publication, { postId, at }: Arrival): Post {
  return { id: postId, createdAt: publication.postedByHandAt ?? at, publication }
}

/** By time, and within a moment by id. */
export function newestFirst(one: Post, other: Post): number {
  return other.createdAt - one.createdAt || (BigInt(other.id) > BigInt(one.id) ? 1 : -1)
}
