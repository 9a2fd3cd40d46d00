import { cutPage, listAnswer, within } from '@t21/meta-graph/sandbox'
import type { EmulatorRoute } from '@t21/plugin-kit/sandbox'
import { pageRoute, requireReader, type PageCall } from '../api/page-call.ts'
import { settleVideos } from '../media/video-publication.ts'
import { createFeedPost } from './create-post.ts'
import { listedPosts, postsOf } from './post-store.ts'
import { presentPost } from './post-view.ts'
import type { StoredPost } from './post.ts'

/** Publishing text, links and photos, and the lists of what was published (facebook.md 2.1, 2.8 and 5). */
export const feedRoutes: readonly EmulatorRoute[] = [
  pageRoute({
    method: 'POST',
    path: '/:page/feed',
    operation: 'create_post',
    userToken: 200,
    handle(call) {
      const post = createFeedPost(call)
      // Read after write: `fields` may ask for more at once (facebook.md 0).
      return { status: 200, json: presentPost(call.context, post, call.fields ?? []) }
    },
  }),
  ...(['feed', 'posts', 'published_posts'] as const).map((edge) =>
    pageRoute({
      method: 'GET',
      path: `/:page/${edge}`,
      operation: edge,
      handle: (call) => postList(call, listedPosts(settled(call), call.page.id)),
    }),
  ),
  pageRoute({
    method: 'GET',
    path: '/:page/scheduled_posts',
    operation: 'scheduled_posts',
    handle(call) {
      const now = call.context.now().getTime()
      const waiting = postsOf(call.context, call.page.id).filter(
        ({ state, at }) => state === 'scheduled' && at > now,
      )
      return postList(call, [...waiting].reverse())
    },
  }),
]

function settled({ context }: PageCall): PageCall['context'] {
  settleVideos(context)
  return context
}

function postList(call: PageCall, posts: readonly StoredPost[]) {
  const { context, params, request, fields } = call
  requireReader(call.caller)
  const rows = within(posts, params, ({ at }) => at)
  const cut = cutPage({ rows, key: ({ id }) => id, params, request, context })
  const data = cut.rows.map((post) => presentPost(context, post, fields))
  return { status: 200, json: listAnswer(data, cut.paging) }
}
