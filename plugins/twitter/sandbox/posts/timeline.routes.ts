import type { EmulatorRequest, EmulatorRoute } from '@t21/plugin-kit/sandbox'
import { findAccount } from '../accounts/account.ts'
import { publicEndpoint, type Call } from '../api/endpoint.ts'
import { invalidRequest } from '../api/errors.ts'
import {
  allowParameters,
  choiceParameter,
  idParameter,
  instantParameter,
  integerParameter,
  validId,
} from '../api/query.ts'
import { maySeePostsOf, notAuthorizedError, notFoundError } from './access.ts'
import { postQueryParameters, readPostQuery } from './post-query.ts'
import { findPost, timelineOf } from './post-store.ts'
import type { StoredPost } from './post.ts'
import { listAnswer } from './read.ts'

const parameters = [
  'max_results',
  'start_time',
  'end_time',
  'since_id',
  'until_id',
  'exclude',
  'pagination_token',
]

/** An account's own posts, newest first (twitter.md 5). */
export const timelineRoutes: readonly EmulatorRoute[] = [
  publicEndpoint({
    method: 'GET',
    path: '/2/users/:id/tweets',
    operation: 'user_timeline',
    scopes: ['tweet.read', 'users.read'],
    handle(call) {
      const { request, context, caller } = call
      allowParameters(request, [...parameters, ...postQueryParameters])
      const authorId = validId('id', request.params['id'] ?? '')
      const query = readPostQuery(request)
      const limit = integerParameter(request, 'max_results', {
        minimum: 5,
        maximum: 100,
        fallback: 10,
      })
      const chosen = filterOf(request)
      if (findAccount(context, authorId) === undefined) {
        return { status: 200, json: { errors: [notFoundError('user', 'id', authorId)] } }
      }
      if (!maySeePostsOf(context, caller, authorId)) {
        return { status: 200, json: { errors: [notAuthorizedError('user', 'id', authorId)] } }
      }
      const matching = postsBy(call, authorId).filter(chosen)
      const page = matching.slice(0, limit)
      const answer = listAnswer(call, { posts: page, errors: [] }, query)
      return { status: 200, json: { ...answer, meta: metaOf(page, matching.length > limit) } }
    },
  }),
]

/** Newest first, without those that have not shown up yet. */
function postsBy({ context }: Call, authorId: string): StoredPost[] {
  const now = context.now().getTime()
  return [...timelineOf(context, authorId)].reverse().flatMap((id) => {
    const post = findPost(context, id)
    return post === undefined || post.listedAt > now ? [] : post
  })
}

function filterOf(request: EmulatorRequest): (post: StoredPost) => boolean {
  const from = instantParameter(request, 'start_time') ?? Number.NEGATIVE_INFINITY
  const to = instantParameter(request, 'end_time') ?? Number.POSITIVE_INFINITY
  const sinceId = idParameter(request, 'since_id')
  const untilId = idParameter(request, 'until_id')
  const beforeId = pageStart(request)
  const excluded = choiceParameter(request, 'exclude', ['replies', 'retweets'])
  if (from >= to) {
    throw invalidRequest(`Invalid 'start_time': it must be before 'end_time'.`, {
      start_time: [request.query.get('start_time') ?? ''],
    })
  }
  return (post) => {
    const id = BigInt(post.id)
    return (
      post.createdAt >= from &&
      post.createdAt < to &&
      (sinceId === undefined || id > sinceId) &&
      (untilId === undefined || id < untilId) &&
      (beforeId === undefined || id < beforeId) &&
      !(excluded.includes('replies') && post.inReplyToId !== null)
    )
  }
}

function metaOf(page: readonly StoredPost[], more: boolean): Readonly<Record<string, unknown>> {
  const newest = page[0]
  const oldest = page.at(-1)
  if (newest === undefined || oldest === undefined) return { result_count: 0 }
  return {
    result_count: page.length,
    newest_id: newest.id,
    oldest_id: oldest.id,
    ...(more ? { next_token: Buffer.from(`before:${oldest.id}`).toString('base64url') } : {}),
  }
}

function pageStart(request: EmulatorRequest): bigint | undefined {
  const token = request.query.get('pagination_token')
  if (token === null) return undefined
  const match = /^before:(\d{1,19})$/.exec(Buffer.from(token, 'base64url').toString('utf8'))
  if (match?.[1] !== undefined) return BigInt(match[1])
  throw invalidRequest(`The 'pagination_token' is not valid. Use a 'next_token' of an answer.`, {
    pagination_token: [token],
  })
}
