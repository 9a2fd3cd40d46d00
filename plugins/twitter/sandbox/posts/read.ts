import type { EmulatorResponse } from '@t21/plugin-kit/sandbox'
import type { Call } from '../api/endpoint.ts'
import {
  fieldError,
  maySeePostsOf,
  maySeePrivateMetrics,
  notAuthorizedError,
  notFoundError,
  type PartialError,
} from './access.ts'
import { includesFor, privateFields } from './includes.ts'
import type { PostQuery } from './post-query.ts'
import { findPost } from './post-store.ts'
import { presentPost } from './post-view.ts'
import type { StoredPost } from './post.ts'

/** Posts that may be shown, and why the others may not. */
export interface Readable {
  readonly posts: readonly StoredPost[]
  readonly errors: readonly PartialError[]
}

/** Looks posts up by id. `parameter` is the one in which the ids came. */
export function findReadable(call: Call, ids: readonly string[], parameter: string): Readable {
  const posts: StoredPost[] = []
  const errors: PartialError[] = []
  for (const id of new Set(ids)) {
    const post = findPost(call.context, id)
    if (post === undefined) errors.push(notFoundError('tweet', parameter, id))
    else if (!maySeePostsOf(call.context, call.caller, post.authorId)) {
      errors.push(notAuthorizedError('tweet', parameter, id))
    } else posts.push(post)
  }
  return { posts, errors }
}

/** Leaves out the posts of which a field was asked for that this caller may not see (twitter.md 6). */
function withAllowedFields(call: Call, found: Readable, query: PostQuery): Readable {
  const asked = query.fields.filter((field) => privateFields.includes(field))
  if (asked.length === 0) return found
  const posts: StoredPost[] = []
  const errors = [...found.errors]
  for (const post of found.posts) {
    if (maySeePrivateMetrics(call.context, call.caller, post)) posts.push(post)
    else errors.push(...asked.map((field) => fieldError(field, post.id)))
  }
  return { posts, errors }
}

/** The parts of an answer with posts; no `data` where there is none. */
export function listAnswer(call: Call, found: Readable, query: PostQuery): Record<string, unknown> {
  const { posts, errors } = withAllowedFields(call, found, query)
  const now = call.context.now().getTime()
  const includes = includesFor(call, posts, query)
  return {
    ...(posts.length === 0 ? {} : { data: posts.map((post) => presentPost(post, query, now)) }),
    ...(includes === undefined ? {} : { includes }),
    ...(errors.length === 0 ? {} : { errors }),
  }
}

/** 200 with one post. */
export function singleAnswer(call: Call, found: Readable, query: PostQuery): EmulatorResponse {
  const { data, ...rest } = listAnswer(call, found, query)
  const post: unknown = Array.isArray(data) ? data[0] : undefined
  return { status: 200, json: post === undefined ? rest : { data: post, ...rest } }
}
