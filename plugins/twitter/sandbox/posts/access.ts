import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { findAccount, traitsOf } from '../accounts/account.ts'
import { problemType } from '../api/errors.ts'
import type { Caller } from '../oauth/bearer.ts'
import type { StoredPost } from './post.ts'

/** One entry of `errors` in an answer that is otherwise good (shape C of twitter.md 4). */
export type PartialError = Readonly<Record<string, string>>

const day = 24 * 60 * 60 * 1000

/** May this caller see the account's posts? Nobody follows anybody in the sandbox. */
export function maySeePostsOf(context: EmulatorContext, caller: Caller, authorId: string): boolean {
  const author = findAccount(context, authorId)
  if (author === undefined) return false
  return caller.id === authorId || !traitsOf(author).isProtected
}

/** May this caller see what only the owner sees? For posts up to 30 days old (twitter.md 6). */
export function maySeePrivateMetrics(
  context: EmulatorContext,
  caller: Caller,
  post: StoredPost,
): boolean {
  return caller.id === post.authorId && context.now().getTime() - post.createdAt <= 30 * day
}

/** There is no such post, or no such account. */
export function notFoundError(kind: 'tweet' | 'user', parameter: string, id: string): PartialError {
  const words = kind === 'tweet' ? `tweet with ids: [${id}]` : `user with id: [${id}]`
  return {
    value: id,
    detail: `Could not find ${words}.`,
    title: 'Not Found Error',
    resource_type: kind,
    parameter,
    resource_id: id,
    type: problemType('resource-not-found'),
  }
}

/** There is one, but not for this caller. */
export function notAuthorizedError(
  kind: 'tweet' | 'user',
  parameter: string,
  id: string,
): PartialError {
  const words = kind === 'tweet' ? `the Tweet with ids: [${id}]` : `the user with id: [${id}]`
  return {
    value: id,
    detail: `Sorry, you are not authorized to see ${words}.`,
    title: 'Authorization Error',
    resource_type: kind,
    parameter,
    resource_id: id,
    type: problemType('not-authorized-for-resource'),
  }
}

/** The post may be seen, this field of it may not. */
export function fieldError(field: string, id: string): PartialError {
  return {
    value: field,
    detail: `Sorry, you are not authorized to access '${field}' on the Tweet with id : [${id}].`,
    title: 'Field Authorization Error',
    resource_type: 'tweet',
    parameter: 'tweet.fields',
    resource_id: id,
    type: problemType('not-authorized-for-field'),
  }
}
