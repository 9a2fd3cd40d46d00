import type { ConnectorCall, MetricsQuery, PostMetrics } from '@t21/plugin-kit'
import { isSuccess, read } from '@t21/plugin-kit'
import { statusesUrl } from './api.ts'
import { callFailure, emptyAnswer } from './errors.ts'
import { StatusList, type StatusAnswer } from './schemas.ts'
import type { Settings } from './settings.ts'

/** The numbers of posts, twenty in one request (Mastodon 4.3). Posts that are gone are left out of the answer. */
export async function metrics(
  call: ConnectorCall<Settings>,
  posts: readonly MetricsQuery[],
): Promise<ReadonlyMap<string, PostMetrics>> {
  if (posts.length === 0) return new Map()
  const ids = new URLSearchParams()
  for (const { remoteId } of posts) ids.append('id[]', remoteId)
  const response = await call.http.request({
    method: 'GET',
    url: `${statusesUrl(call.settings)}?${ids.toString()}`,
    auth: { bearer: call.accessToken },
  })
  if (!isSuccess(response)) throw callFailure(response, 'reading the numbers')
  const answer = read(StatusList, response.json)
  if (!answer) throw emptyAnswer(response, 'reading the numbers')
  return new Map(answer.map((post) => [post.id, metricsOf(post)]))
}

// Mastodon does not count who saw a post.
function metricsOf(post: StatusAnswer): PostMetrics {
  return {
    impressions: null,
    reach: null,
    likes: post.favourites_count ?? null,
    comments: post.replies_count ?? null,
    shares: post.reblogs_count ?? null,
    clicks: null,
    saves: null,
    videoViews: null,
    engagements: null,
  }
}
