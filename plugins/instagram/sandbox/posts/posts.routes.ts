import { cutPage, invalidParameter, listAnswer, present, within } from '@t21/meta-graph/sandbox'
import { accountInPath, endpoint, nodeOf, requirePublisher, type Call } from '../api/endpoint.ts'
import { daySeconds } from '../api/limits.ts'
import { countOf } from '../api/rolling-count.ts'
import { presentItem, presentPost } from './media-view.ts'
import { requirePost } from './owned.ts'
import { postsOf } from './post.ts'
import { publish } from './publish.ts'
import { quotaOf } from './quota.ts'

/** Publishing, and reading back what was published (instagram.md 2.4, 3, 5). */
export const postRoutes = [
  ...endpoint({
    method: 'POST',
    path: '/:node/media_publish',
    operation: 'publish',
    permissions: ['basic', 'publish'],
    async handle(call) {
      const account = accountInPath(call)
      requirePublisher(call, account)
      const containerId = call.params.require('creation_id')
      const post = await publish(call.context, account, containerId)
      return { status: 200, json: { id: post.id } }
    },
  }),
  ...endpoint({
    method: 'GET',
    path: '/:node/content_publishing_limit',
    operation: 'publishing_limit',
    permissions: ['basic', 'publish'],
    handle(call) {
      const account = accountInPath(call)
      const { context, params, fields } = call
      const row = present(
        {
          type: 'ContentPublishingLimit',
          id: account.id,
          usual: ['quota_usage'],
          values: {
            quota_usage: countOf(context, 'publishings', account.id, sinceOf(call)),
            config: { quota_total: quotaOf(account), quota_duration: daySeconds },
          },
        },
        params.get('fields') === undefined ? undefined : fields,
      )
      const { id: _, ...shown } = row
      return { status: 200, json: { data: [shown] } }
    },
  }),
  ...list('media', 'posts', 'list_media'),
  ...list('stories', 'stories', 'list_stories'),
  ...endpoint({
    method: 'GET',
    path: '/:node/children',
    operation: 'list_children',
    permissions: ['basic'],
    handle(call) {
      const post = requirePost(call, nodeOf(call))
      const items = post.type === 'CAROUSEL_ALBUM' ? post.media : []
      const data = items.map((item) => presentItem(call.context, post, item, call.fields))
      return { status: 200, json: { data } }
    },
  }),
]

/** Posts and reels, or the stories that are still live; newest first. */
function list(edge: string, what: 'posts' | 'stories', operation: string) {
  return endpoint({
    method: 'GET',
    path: `/:node/${edge}`,
    operation,
    permissions: ['basic'],
    handle(call) {
      const account = accountInPath(call)
      const { context, params, request } = call
      const posts = postsOf(context, account.id, what)
      const rows = what === 'posts' ? within(posts, params, ({ createdAt }) => createdAt) : posts
      const page = cutPage({ rows, key: ({ id }) => id, params, request, context })
      const data = page.rows.map((post) => presentPost(context, post, call.fields))
      return { status: 200, json: listAnswer(data, page.paging) }
    },
  })
}

/** `since` of the limit: not more than a day ago. @throws GraphRefusal 100 */
function sinceOf({ context, params }: Call): number {
  const since = params.time('since')
  if (since === undefined) return 0
  const age = context.now().getTime() - since
  if (age >= 0 && age <= daySeconds * 1000) return since
  throw invalidParameter('Param since must be a time within the last 24 hours')
}
