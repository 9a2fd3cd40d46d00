import type { EmulatorRoute } from '@t21/plugin-kit/sandbox'
import Type from 'typebox'
import { Compile } from 'typebox/compile'
import { readBody } from '../api/body.ts'
import { endpoint } from '../api/endpoint.ts'
import { pick, readFields } from '../api/fields.ts'
import { listLimits } from '../api/limits.ts'
import { presentVideo, videoFields } from './video-view.ts'
import { publicPostsOf } from './videos.ts'

const closed = { additionalProperties: false } as const
const listBody = Compile(
  Type.Object(
    {
      cursor: Type.Optional(Type.Integer({ minimum: 0 })),
      max_count: Type.Optional(Type.Integer({ minimum: 1, maximum: listLimits.largestPage })),
    },
    closed,
  ),
)
const queryBody = Compile(
  Type.Object(
    {
      filters: Type.Object(
        { video_ids: Type.Array(Type.String(), { minItems: 1, maxItems: listLimits.ids }) },
        closed,
      ),
    },
    closed,
  ),
)

/** An account's own public posts and their counters (tiktok.md 6). */
export const videoRoutes: readonly EmulatorRoute[] = [
  endpoint({
    method: 'POST',
    path: '/v2/video/list/',
    operation: 'list_videos',
    scopes: ['video.list'],
    handle({ request, context, caller: { account } }) {
      const fields = readFields(request, videoFields)
      const body = request.rawBody.length === 0 ? {} : readBody(request, listBody)
      const { cursor, max_count: count = listLimits.page } = body
      const older = publicPostsOf(context, account).filter(
        ({ createdAt }) => cursor === undefined || createdAt < cursor,
      )
      const page = older.slice(0, count)
      return {
        videos: page.map((post) => pick(presentVideo(context, account, post), fields)),
        cursor: page.at(-1)?.createdAt ?? cursor ?? 0,
        has_more: older.length > page.length,
      }
    },
  }),
  endpoint({
    method: 'POST',
    path: '/v2/video/query/',
    operation: 'query_videos',
    scopes: ['video.list'],
    handle({ request, context, caller: { account } }) {
      const fields = readFields(request, videoFields)
      const { video_ids: ids } = readBody(request, queryBody).filters
      // What is unknown, private or somebody else's is simply missing.
      const found = publicPostsOf(context, account).filter(({ id }) => ids.includes(id))
      return { videos: found.map((post) => pick(presentVideo(context, account, post), fields)) }
    },
  }),
]
