import { graphRequest, readProblem } from '@t21/meta-graph'
import type { ConnectorCall, MetricsQuery, PostMetrics } from '@t21/plugin-kit'
import { failures, isSuccess, read } from '@t21/plugin-kit'
import { insightsPath, objectPath } from './api.ts'
import { facebookFailures } from './errors.ts'
import { readInsights, type Insights } from './insights.ts'
import { CountersAnswer } from './schemas.ts'
import type { Settings } from './settings.ts'

const insightMetrics = [
  'post_media_view',
  'post_total_media_view_unique',
  'post_clicks',
  'post_video_views',
] as const

const counterFields = 'shares,comments.limit(0).summary(true),reactions.limit(0).summary(true)'

/** Facebook at times does not show a post that has just been published, so a young one has not vanished. */
const youngSeconds = 3600

/** The counters of a post, or `gone`, or `null` where Facebook has none for this kind. */
type Counters = { likes: number | null; comments: number | null; shares: number | null }

/** The numbers of posts: facebook.md 6. A post that Facebook does not know is left out. */
export async function metrics(
  call: ConnectorCall<Settings>,
  posts: readonly MetricsQuery[],
): Promise<ReadonlyMap<string, PostMetrics>> {
  const found = new Map<string, PostMetrics>()
  for (const post of posts) {
    // Stories have neither counters nor insights here.
    const isStory = post.options['format'] === 'story'
    const counters = isStory ? null : await readCounters(call, post)
    if (counters === 'gone') continue
    const insights: Insights =
      counters === null
        ? new Map()
        : await readInsights(call, {
            path: insightsPath(post.remoteId),
            metrics: insightMetrics,
            query: { period: 'lifetime' },
          })
    found.set(post.remoteId, metricsOf(counters, insights))
  }
  return found
}

async function readCounters(
  call: ConnectorCall<Settings>,
  { remoteId, publishedAt }: MetricsQuery,
): Promise<Counters | 'gone' | null> {
  const response = await graphRequest(call, {
    method: 'GET',
    path: objectPath(remoteId),
    token: call.accessToken,
    query: { fields: counterFields },
  })
  const answer = isSuccess(response) ? read(CountersAnswer, response.json) : null
  if (answer) {
    return {
      likes: answer.reactions?.summary?.total_count ?? null,
      comments: answer.comments?.summary?.total_count ?? null,
      // Left out where there are none.
      shares: answer.shares === undefined ? 0 : (answer.shares.count ?? null),
    }
  }
  const { code, subcode } = readProblem(response)
  if (code === 100 && subcode === 33) {
    const age = (call.now.getTime() - publishedAt.getTime()) / 1000
    return age < youngSeconds ? null : 'gone'
  }
  // A video whose post has no id yet has no such fields.
  if (code === 100) return null
  if (!isSuccess(response)) {
    throw facebookFailures.call(response, 'reading the numbers', call.now)
  }
  throw failures.transient({
    message: 'Facebook answered without numbers.',
    remedy: 'Nothing: it is tried again.',
    networkCode: String(response.status),
  })
}

function metricsOf(counters: Counters | null, insights: Insights): PostMetrics {
  return {
    impressions: insights.get('post_media_view') ?? null,
    reach: insights.get('post_total_media_view_unique') ?? null,
    likes: counters?.likes ?? null,
    comments: counters?.comments ?? null,
    shares: counters?.shares ?? null,
    clicks: insights.get('post_clicks') ?? null,
    saves: null,
    videoViews: insights.get('post_video_views') ?? null,
    engagements: null,
  }
}
