import { findPage, missingObject } from '@t21/meta-graph/sandbox'
import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { addPost } from '../posts/post-store.ts'
import type { StoredPost } from '../posts/post.ts'
import { feedWebhook, videoWebhook } from '../webhooks/announce.ts'
import { secondsLeft, stageOf } from './video-processing.ts'
import { findVideo, keepVideo, type Finish, type StoredVideo } from './video.ts'

/** Says how a video is to be published; it comes out when it is processed. */
export function finishVideo(
  context: EmulatorContext,
  video: StoredVideo,
  finish: Finish,
): StoredVideo {
  const finished = { ...video, finish }
  keepVideo(context, finished)
  pending(context).set(video.id, true)
  const seconds = secondsLeft(context, finished)
  const page = findPage(context, video.pageId)
  if (page !== undefined) {
    context.webhook(() => {
      settleVideos(context)
      const now = findVideo(context, video.id)
      return now === undefined ? undefined : videoWebhook(context, page, now)
    }, seconds)
    context.webhook(() => {
      settleVideos(context)
      return feedWebhook(context, page, findVideo(context, video.id)?.postId ?? null)
    }, seconds)
  }
  return finished
}

/** Publishes what was finished and has been processed meanwhile. Every list and every look at a video asks first. */
export function settleVideos(context: EmulatorContext): void {
  for (const id of pending(context).keys()) {
    const video = findVideo(context, id)
    const stage = video === undefined ? 'failed' : stageOf(context, video)
    if (stage === 'ready' && video !== undefined) publish(context, video)
    if (stage === 'ready' || stage === 'failed') pending(context).delete(id)
  }
}

/** A video after whatever was due has happened. @throws GraphRefusal 100/33 */
export function settledVideo(context: EmulatorContext, id: string, method: string): StoredVideo {
  settleVideos(context)
  const video = findVideo(context, id)
  if (video === undefined) throw missingObject(id, method)
  return video
}

/** A video as a part of a post. */
export function videoMedia({ id, film }: StoredVideo): StoredPost['media'] {
  return [{ kind: 'video', id, mimeType: film?.type ?? 'video/mp4', altText: null }]
}

function publish(context: EmulatorContext, video: StoredVideo): void {
  const { finish } = video
  if (finish === null || !finish.story || finish.state === 'hidden') return
  const now = context.now().getTime()
  const { title, description, placeId, targeting, state, lag } = finish
  const content = {
    message: description,
    title,
    media: videoMedia(video),
    placeId,
    targeting,
    state,
  }
  const at = state === 'scheduled' ? finish.at : now
  const kind = video.purpose
  const post = addPost(context, { pageId: video.pageId, kind, ...content, at }, lag)
  keepVideo(context, { ...video, postId: post.id })
}

function pending(context: EmulatorContext): Map<string, true> {
  return context.store.collection<true>('pending_videos')
}
