import type { ConnectorCall, MetricsQuery, PostMetrics } from '@t21/plugin-kit'
import { failures, isSuccess, read } from '@t21/plugin-kit'
import { postsUrl } from './api.ts'
import { callFailure } from './errors.ts'
import { MetricsAnswer, type MeasuredPost } from './schemas.ts'
import type { Settings } from './settings.ts'

const publicFields = 'public_metrics,created_at,attachments'
const allFields = 'public_metrics,non_public_metrics,organic_metrics,created_at,attachments'

/**
 * The numbers of posts: twitter.md 6. X tells clicks and engagements only of own posts up to 30
 * days old; the others are asked for once more without them. Ids that X does not know are left out.
 * X charges for every post that is read.
 */
export async function metrics(
  call: ConnectorCall<Settings>,
  posts: readonly MetricsQuery[],
): Promise<ReadonlyMap<string, PostMetrics>> {
  const found = new Map<string, PostMetrics>()
  const ids = posts.map(({ remoteId }) => remoteId)
  if (ids.length === 0) return found
  const answer = await ask(call, ids, allFields)
  collect(answer, found)
  const gone = vanished(answer)
  const unexplained = ids.filter((id) => !found.has(id) && !gone.has(id))
  if (unexplained.length > 0) collect(await ask(call, unexplained, publicFields), found)
  return found
}

async function ask(
  call: ConnectorCall<Settings>,
  ids: readonly string[],
  fields: string,
): Promise<MetricsAnswer> {
  const response = await call.http.request({
    method: 'GET',
    url: postsUrl,
    query: {
      ids: ids.join(','),
      'tweet.fields': fields,
      expansions: 'attachments.media_keys',
      'media.fields': 'public_metrics',
    },
    auth: { bearer: call.accessToken },
  })
  if (!isSuccess(response)) throw callFailure(response, 'reading the numbers')
  const answer = read(MetricsAnswer, response.json)
  // A post that is missing counts as vanished, so an answer that says nothing must not pass.
  if (answer && (answer.data || answer.errors)) return answer
  throw failures.transient({
    message: 'X answered without numbers.',
    remedy: 'Nothing: it is tried again.',
    networkCode: String(response.status),
  })
}

function vanished(answer: MetricsAnswer): Set<string> {
  const errors = (answer.errors ?? []).filter((error) =>
    error.type?.endsWith('/resource-not-found'),
  )
  return new Set(errors.flatMap((error) => error.resource_id ?? error.value ?? []))
}

function collect(answer: MetricsAnswer, found: Map<string, PostMetrics>): void {
  const views = new Map<string, number>()
  for (const media of answer.includes?.media ?? []) {
    const count = media.public_metrics?.view_count
    if (count !== undefined) views.set(media.media_key, count)
  }
  for (const post of answer.data ?? []) found.set(post.id, metricsOf(post, views))
}

function metricsOf(post: MeasuredPost, views: ReadonlyMap<string, number>): PostMetrics {
  const open = post.public_metrics
  const owner = post.non_public_metrics
  const reposts = open?.retweet_count ?? open?.repost_count
  const watched = (post.attachments?.media_keys ?? []).flatMap((key) => views.get(key) ?? [])
  return {
    impressions: open?.impression_count ?? owner?.impression_count ?? null,
    reach: null,
    likes: open?.like_count ?? null,
    comments: open?.reply_count ?? null,
    shares:
      reposts === undefined || open?.quote_count === undefined ? null : reposts + open.quote_count,
    clicks: owner?.url_link_clicks ?? post.organic_metrics?.url_link_clicks ?? null,
    saves: open?.bookmark_count ?? null,
    videoViews: watched.length === 0 ? null : watched.reduce((sum, count) => sum + count, 0),
    engagements: owner?.engagements ?? null,
  }
}
