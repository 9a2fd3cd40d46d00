import { missingObject } from '@t21/meta-graph/sandbox'
import { accountOfCaller, type Call } from '../api/endpoint.ts'
import { findComment, type Comment } from '../comments/comment.ts'
import { findItem, findPost, type Post, type PostMedia } from './post.ts'

/** The post of an id, where it is the caller's. */
export function ownedPost(call: Call, id: string): Post | undefined {
  const post = findPost(call.context, id)
  return post !== undefined && owns(call, post.accountId) ? post : undefined
}

/** As {@link ownedPost}. @throws GraphRefusal 100/33 */
export function requirePost(call: Call, id: string): Post {
  const post = ownedPost(call, id)
  if (post === undefined) throw missingObject(id, call.request.method)
  return post
}

/** The item of one of the caller's carousels. */
export function ownedItem(
  call: Call,
  id: string,
): { readonly post: Post; readonly item: PostMedia } | undefined {
  const found = findItem(call.context, id)
  return found !== undefined && owns(call, found.post.accountId) ? found : undefined
}

/** The comment of an id, where it is on one of the caller's posts. */
export function ownedComment(call: Call, id: string): Comment | undefined {
  const comment = findComment(call.context, id)
  return comment !== undefined && owns(call, comment.ownerId) ? comment : undefined
}

/** As {@link ownedComment}. @throws GraphRefusal 100/33 */
export function requireComment(call: Call, id: string): Comment {
  const comment = ownedComment(call, id)
  if (comment === undefined) throw missingObject(id, call.request.method)
  return comment
}

/** Whether the caller may act in the name of an account. */
export function owns(call: Call, accountId: string): boolean {
  return accountOfCaller(call, accountId) !== undefined
}
