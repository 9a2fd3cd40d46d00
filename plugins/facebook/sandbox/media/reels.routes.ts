import {
  cutPage,
  invalidParameter,
  listAnswer,
  missingObject,
  refusal,
  within,
  type Page,
} from '@t21/meta-graph/sandbox'
import type { EmulatorContext, EmulatorRoute } from '@t21/plugin-kit/sandbox'
import { pageRoute, requirePublisher, requireReader, type PageCall } from '../api/page-call.ts'
import { daySeconds, postLimits, videoLimits } from '../api/limits.ts'
import { readAudience } from '../posts/feed-rules.ts'
import { findPost, visibilityLag } from '../posts/post-store.ts'
import { requireWindow, type Timing } from '../posts/schedule.ts'
import { checkedText, requirePace } from '../posts/text-rules.ts'
import { withFaults } from './video-processing.ts'
import { finishVideo, settleVideos } from './video-publication.ts'
import { startUpload } from './video-upload.ts'
import { presentVideo } from './video-view.ts'
import { findVideo, videosOf, type StoredVideo } from './video.ts'

/** Reels in three phases: start, bytes to the address it gives, finish (facebook.md 2.5). */
export const reelRoutes: readonly EmulatorRoute[] = [
  pageRoute({
    method: 'POST',
    path: '/:page/video_reels',
    operation: 'create_reel',
    handle(call) {
      const { context, params, page, version } = call
      requirePublisher(call)
      const phase = params.require('upload_phase').toLowerCase()
      if (phase === 'start') {
        return { status: 200, json: startUpload(context, page.id, 'reel', version) }
      }
      if (phase === 'finish') return finishReel(call)
      throw invalidParameter('Param upload_phase must be one of {START, FINISH}')
    },
  }),
  pageRoute({
    method: 'GET',
    path: '/:page/video_reels',
    operation: 'reels',
    handle(call) {
      const { context, page, params, request, fields } = call
      requireReader(call.caller)
      settleVideos(context)
      const now = context.now().getTime()
      const shown = videosOf(context, page.id, 'reel').filter(({ postId }) => {
        const post = postId === null ? undefined : findPost(context, postId)
        return post !== undefined && post.listedAt <= now
      })
      const rows = within(shown, params, ({ finish, createdAt }) => finish?.at ?? createdAt)
      const cut = cutPage({ rows, key: ({ id }) => id, params, request, context })
      const data = cut.rows.map((video) => presentVideo(context, video, fields))
      return { status: 200, json: listAnswer(data, cut.paging) }
    },
  }),
]

function finishReel(call: PageCall) {
  const { context, params, page, request } = call
  const video = reelOf(context, page, params.require('video_id'), request.method)
  const description = checkedText('description', params.get('description'))
  const title = checkedText('title', params.get('title'))
  const { placeId, targeting } = readAudience(params)
  const timing = readReelTiming(call)
  if (video.uploadedAt === null) throw invalidParameter('The upload of the video is not complete')
  if (video.finish !== null) throw invalidParameter('The video is published already')
  if (timing.state !== 'draft') {
    requirePace(context, page)
    takeFromDay(context, page)
  }
  const lag = visibilityLag(context)
  finishVideo(context, withFaults(context, video), {
    ...timing,
    title,
    description,
    placeId,
    targeting,
    story: true,
    lag,
  })
  return { status: 200, json: { success: true } }
}

function readReelTiming({ context, params }: PageCall): Timing {
  const now = context.now().getTime()
  const state = params.get('video_state') ?? 'PUBLISHED'
  const time = params.time('scheduled_publish_time')
  switch (state) {
    case 'PUBLISHED':
      return { state: 'published', at: now }
    case 'DRAFT':
      return { state: 'draft', at: now }
    case 'SCHEDULED':
      if (time === undefined) throw invalidParameter('Param scheduled_publish_time is required')
      requireWindow(now, time, postLimits.reelScheduleMostSeconds)
      return { state: 'scheduled', at: time }
    default:
      throw invalidParameter('Param video_state must be one of {PUBLISHED, DRAFT, SCHEDULED}')
  }
}

/** Thirty reels in 24 hours (facebook.md 3). @throws GraphRefusal 613 */
function takeFromDay(context: EmulatorContext, page: Page): void {
  const now = context.now().getTime()
  const days = context.store.collection<readonly number[]>('reel_days')
  const recent = (days.get(page.id) ?? []).filter((time) => time > now - daySeconds * 1000)
  if (recent.length >= videoLimits.reelsPerDay) {
    throw refusal({
      message: `(#613) Calls to this api have exceeded the rate limit: ${videoLimits.reelsPerDay} reels per Page in 24 hours.`,
      code: 613,
    })
  }
  days.set(page.id, [...recent, now])
}

function reelOf(context: EmulatorContext, page: Page, id: string, method: string): StoredVideo {
  const video = findVideo(context, id)
  if (video?.purpose === 'reel' && video.pageId === page.id) return video
  throw missingObject(id, method)
}
