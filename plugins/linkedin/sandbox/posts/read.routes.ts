import type { EmulatorResponse, EmulatorRoute } from '@t21/plugin-kit/sandbox'
import { requireScope, restEndpoint, type Call } from '../api/endpoint.ts'
import { illegalArgument, notFound, notPermitted, Refusal } from '../api/errors.ts'
import { choice, optionalText, paged, pageOf, requiredText, textList } from '../api/parameters.ts'
import { pathKey, readQuery } from '../api/restli.ts'
import { requireUrn } from '../api/urn.ts'
import { requireReader } from './access.ts'
import { isVisible } from './lifecycle.ts'
import { findPost, postsBy } from './post-store.ts'
import { presentPost } from './post-view.ts'
import type { StoredPost } from './post.ts'

const resource = 'partnerApiPostsExternal'
const readers = ['r_organization_social', 'r_member_social']
const viewContexts = ['AUTHOR', 'READER'] as const

/** Reading back (linkedin.md 5). */
export const readRoutes: readonly EmulatorRoute[] = [
  restEndpoint({
    method: 'GET',
    path: '/rest/posts',
    operation: 'find_posts',
    restliMethods: ['FINDER', 'BATCH_GET'],
    handle(call) {
      const names = ['q', 'author', 'ids', 'count', 'start', 'sortBy', 'viewContext']
      const query = readQuery(call.request, names)
      const ids = textList(query, 'ids')
      if (ids.length > 0) return batch(call, ids)
      if (optionalText(query, 'q') !== 'author') {
        throw illegalArgument("The only finder here is 'author'")
      }
      const author = requiredText(query, 'author')
      requireUrn(author, 'author', ['person', 'organization'])
      requireReader(call, author, `${resource}.FINDER-author`)
      const sortBy = choice(query, 'sortBy', ['CREATED', 'LAST_MODIFIED']) ?? 'LAST_MODIFIED'
      const now = call.context.now().getTime()
      const elements = postsBy(call.context, author)
        .filter((post) => post.listedAt <= now && isVisible(call.context, post))
        .reverse()
        .sort((a, b) => timeBy(sortBy, b) - timeBy(sortBy, a))
        .map((post) => presentPost(call.context, post))
      return { status: 200, json: paged(elements, pageOf(query)) }
    },
  }),
  restEndpoint({
    method: 'GET',
    path: '/rest/posts/:urn',
    operation: 'get_post',
    restliMethods: ['GET'],
    handle(call) {
      const query = readQuery(call.request, ['viewContext'])
      const viewContext = choice(query, 'viewContext', viewContexts) ?? 'READER'
      const urn = pathKey(call.request, 3)
      requireUrn(urn, 'id', ['share', 'ugcPost'])
      const post = readable(call, urn, viewContext)
      return { status: 200, json: presentPost(call.context, post) }
    },
  }),
]

/** @throws Refusal 403, 404 */
function readable(call: Call, urn: string, view: (typeof viewContexts)[number]): StoredPost {
  requireScope(call, readers, `${resource}.GET`)
  const post = findPost(call.context, urn)
  if (post === undefined) throw notFound()
  requireReader(call, post.author, `${resource}.GET`)
  if (view === 'READER' && !isVisible(call.context, post)) throw notFound()
  return post
}

function batch(call: Call, ids: readonly string[]): EmulatorResponse {
  if (call.client.tier === 'development') {
    throw notPermitted(`${resource}.BATCH_GET`, call.version)
  }
  const results: Record<string, object> = {}
  const statuses: Record<string, number> = {}
  const errors: Record<string, unknown> = {}
  for (const urn of ids) {
    requireUrn(urn, 'ids', ['share', 'ugcPost'])
    try {
      results[urn] = presentPost(call.context, readable(call, urn, 'READER'))
      statuses[urn] = 200
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      statuses[urn] = error.response.status
      errors[urn] = error.response.json
    }
  }
  return { status: 200, json: { results, statuses, errors } }
}

function timeBy(sortBy: 'CREATED' | 'LAST_MODIFIED', post: StoredPost): number {
  return sortBy === 'CREATED' ? post.createdAt : post.lastModifiedAt
}
