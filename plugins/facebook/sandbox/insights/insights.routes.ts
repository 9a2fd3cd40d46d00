import {
  followersOf,
  graphRoute,
  invalidParameter,
  missingObject,
  refusal,
  type Caller,
  type GraphCall,
  type Page,
} from '@t21/meta-graph/sandbox'
import type { EmulatorResponse, EmulatorRoute } from '@t21/plugin-kit/sandbox'
import { graphHost, pageCaller, requireReader } from '../api/page-call.ts'
import { insightLimits } from '../api/limits.ts'
import { settledVideo, settleVideos } from '../media/video-publication.ts'
import { findPost } from '../posts/post-store.ts'
import { isLive, type StoredPost } from '../posts/post.ts'
import { postNumbers, type PostNumbers } from './numbers.ts'
import { pageMetrics } from './page-metrics.ts'
import { pageRows } from './page-rows.ts'
import { titleOf } from './title.ts'
import { postMetrics, videoMetrics, type MetricValue } from './post-metrics.ts'

/** Insights of a page, a post and a video (facebook.md 6). */
export const insightRoutes: readonly EmulatorRoute[] = [
  graphRoute(graphHost, {
    method: 'GET',
    path: '/:node/insights',
    operation: 'insights',
    handle(call) {
      const { page } = readerOf(call)
      const id = call.request.params['node'] ?? ''
      if (id !== 'me' && id !== page.id) return postInsights(call, page, id)
      const names = metricNames(call, pageMetrics)
      const rows = pageRows(call, page, names)
      return answer(call, page, rows)
    },
  }),
  graphRoute(graphHost, {
    method: 'GET',
    path: '/:node/video_insights',
    operation: 'video_insights',
    handle(call) {
      const { page } = readerOf(call)
      const id = call.request.params['node'] ?? ''
      const video = settledVideo(call.context, id, 'GET')
      const post = video.postId === null ? undefined : findPost(call.context, video.postId)
      if (post === undefined || video.pageId !== page.id) throw missingObject(id, 'GET')
      return lifetimeInsights(call, page, {
        id,
        post,
        metrics: videoMetrics,
        edge: 'video_insights',
      })
    },
  }),
]

function readerOf(call: GraphCall<Caller>) {
  const caller = pageCaller(call.caller)
  requireReader(caller)
  return caller
}

function postInsights(call: GraphCall<Caller>, page: Page, id: string): EmulatorResponse {
  settleVideos(call.context)
  const post = findPost(call.context, id)
  const live = post !== undefined && isLive(post, call.context.now().getTime())
  if (!live || post.pageId !== page.id) throw missingObject(id, 'GET')
  return lifetimeInsights(call, page, { id, post, metrics: postMetrics, edge: 'insights' })
}

function lifetimeInsights(
  call: GraphCall<Caller>,
  page: Page,
  subject: {
    readonly id: string
    readonly post: StoredPost
    readonly metrics: Readonly<Record<string, (numbers: PostNumbers) => MetricValue>>
    readonly edge: string
  },
): EmulatorResponse {
  const period = call.params.get('period') ?? 'lifetime'
  if (period !== 'lifetime') throw invalidParameter(`The period ${period} is not supported here`)
  const numbers = postNumbers(call.context, subject.post)
  const rows = metricNames(call, subject.metrics).map((name) => ({
    name,
    period,
    values: [{ value: subject.metrics[name]?.(numbers) ?? 0 }],
    title: titleOf(name),
    description: titleOf(name),
    id: `${subject.id}/${subject.edge}/${name}/lifetime`,
  }))
  return answer(call, page, rows)
}

/** Without `read_insights`, or for a page with few likes, there is nothing to see; that is no error. */
function answer({ caller }: GraphCall<Caller>, page: Page, rows: readonly object[]) {
  const allowed = caller.kind !== 'app' && caller.grant.scopes.includes('read_insights')
  const large = followersOf(page) >= insightLimits.pageLikes
  return { status: 200, json: { data: allowed && large ? rows : [] } }
}

/**
 * The metrics of a request. One that is not alive fails the whole call.
 *
 * @throws GraphRefusal 3001/1504028 for none, 100 for a wrong one
 */
function metricNames(
  { params, version }: GraphCall<Caller>,
  metrics: Readonly<Record<string, unknown>>,
): readonly string[] {
  const names = (params.list('metric') ?? []).filter((name) => name !== '')
  if (names.length === 0) {
    throw refusal({
      message:
        '(#3001) Invalid query. No metric was specified to be fetched. Please specify one or more metrics to be fetched and try again.',
      code: 3001,
      subcode: 1504028,
    })
  }
  for (const name of names) {
    const young = name.includes('media_view') && Number(version.slice(1)) < 23
    if (young || !Object.hasOwn(metrics, name)) {
      throw invalidParameter('The value must be a valid insights metric')
    }
  }
  return [...new Set(names)]
}
