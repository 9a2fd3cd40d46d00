import type { ConnectorCall, MetricsQuery, PostMetrics } from '@t21/plugin-kit'
import { read } from '@t21/plugin-kit'
import { callFailure, isOk, withoutMeaning } from './errors.ts'
import { isFinalId } from './published.ts'
import { post } from './request.ts'
import { VideosAnswer, type Video } from './schemas.ts'
import type { Settings } from './settings.ts'

const fields = 'id,duration,view_count,like_count,comment_count,share_count'

/**
 * The numbers of posts: tiktok.md 6. One that TikTok has not named yet, or never will because only its owner sees it,
 * has no numbers and has not vanished.
 */
export async function metrics(
  call: ConnectorCall<Settings>,
  posts: readonly MetricsQuery[],
): Promise<ReadonlyMap<string, PostMetrics>> {
  const found = new Map<string, PostMetrics>()
  const ids: string[] = []
  for (const { remoteId } of posts) {
    if (isFinalId(remoteId)) ids.push(remoteId)
    else found.set(remoteId, numbersOf({}))
  }
  if (ids.length === 0) return found
  const response = await post(call, 'videoQuery', { filters: { video_ids: ids } }, fields)
  if (!isOk(response)) throw callFailure(response, 'reading the numbers')
  const answer = read(VideosAnswer, response.json)
  // A post that is missing counts as vanished, so an answer that says nothing must not pass.
  if (!answer) throw withoutMeaning(response, 'reading the numbers')
  for (const video of answer.data.videos) found.set(String(video.id), numbersOf(video))
  return found
}

function numbersOf(video: Partial<Video>): PostMetrics {
  const views = video.view_count ?? null
  return {
    impressions: views,
    reach: null,
    likes: video.like_count ?? null,
    comments: video.comment_count ?? null,
    shares: video.share_count ?? null,
    clicks: null,
    saves: null,
    // A photo post has no length.
    videoViews: (video.duration ?? 0) > 0 ? views : null,
    engagements: null,
  }
}
