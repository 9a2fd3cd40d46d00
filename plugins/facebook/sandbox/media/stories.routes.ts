import {
  bareNumber,
  cutPage,
  invalidParameter,
  listAnswer,
  newId,
  within,
} from '@t21/meta-graph/sandbox'
import type { EmulatorRoute } from '@t21/plugin-kit/sandbox'
import { pageRoute, requirePublisher, requireReader, type PageCall } from '../api/page-call.ts'
import { storySeconds } from '../api/limits.ts'
import { numbered } from '../api/refusals.ts'
import { mayRepeat } from '../api/traits.ts'
import { photoMedia, usePhotos } from '../posts/attached-media.ts'
import { addPost, postsOf } from '../posts/post-store.ts'
import { permalinkOf } from '../posts/post-view.ts'
import type { StoredPost } from '../posts/post.ts'
import { requirePace } from '../posts/text-rules.ts'
import { announcePost } from '../webhooks/announce.ts'
import { findPhoto } from './photo.ts'
import { stageOf } from './video-processing.ts'
import { videoMedia } from './video-publication.ts'
import { startUpload } from './video-upload.ts'
import { findVideo, keepVideo } from './video.ts'

/** Stories of a photo or a video, and the list of them (facebook.md 2.6 and 5). */
export const storyRoutes: readonly EmulatorRoute[] = [
  pageRoute({
    method: 'POST',
    path: '/:page/photo_stories',
    operation: 'create_photo_story',
    handle(call) {
      const { context, params, page } = call
      requirePublisher(call)
      const photo = findPhoto(context, params.require('photo_id'))
      if (photo === undefined || photo.pageId !== page.id) {
        throw invalidParameter('Param photo_id must be an unpublished photo of this page')
      }
      if (photo.postId !== null && !mayRepeat(page)) throw numbered(1366051)
      const post = addStory(call, [photoMedia(photo)])
      usePhotos(context, [photo], post)
      return storyAnswer(post)
    },
  }),
  pageRoute({
    method: 'POST',
    path: '/:page/video_stories',
    operation: 'create_video_story',
    handle(call) {
      const { context, params, page, version } = call
      requirePublisher(call)
      const phase = params.require('upload_phase').toLowerCase()
      if (phase === 'start') {
        return { status: 200, json: startUpload(context, page.id, 'story', version) }
      }
      if (phase === 'finish') return finishStory(call)
      throw invalidParameter('Param upload_phase must be one of {START, FINISH}')
    },
  }),
  pageRoute({ method: 'GET', path: '/:page/stories', operation: 'stories', handle: storyList }),
]

function finishStory(call: PageCall) {
  const { context, params, page } = call
  const video = findVideo(context, params.require('video_id'))
  if (video?.purpose !== 'story' || video.pageId !== page.id) {
    throw invalidParameter('Param video_id must be a video begun for a story of this page')
  }
  if (video.postId !== null)
    throw invalidParameter('The video was used in a published post already')
  const stage = stageOf(context, video)
  if (stage === 'failed') throw numbered(2069019)
  if (stage !== 'ready') throw invalidParameter('The video is not uploaded and processed yet')
  const post = addStory(call, videoMedia(video))
  keepVideo(context, { ...video, postId: post.id })
  return storyAnswer(post)
}

function addStory({ context, page }: PageCall, media: StoredPost['media']): StoredPost {
  requirePace(context, page)
  const id = newId(context)
  const post = addPost(context, { id, pageId: page.id, kind: 'story', media })
  announcePost(context, page, post)
  return post
}

/** The documentation shows `post_id` as a bare number, beyond what a double can hold. */
function storyAnswer(post: StoredPost) {
  return { status: 200, json: { success: true, post_id: bareNumber(post.id) } }
}

function storyList(call: PageCall) {
  const { context, page, params, request } = call
  requireReader(call.caller)
  const now = context.now().getTime()
  const stories = postsOf(context, page.id).filter(
    ({ kind, listedAt }) => kind === 'story' && listedAt <= now,
  )
  const rows = within(stories, params, ({ at }) => at)
  const cut = cutPage({ rows, key: ({ id }) => id, params, request, context })
  const data = cut.rows.map((post) => {
    const [media] = post.media
    return {
      post_id: post.id,
      status: now < post.at + storySeconds * 1000 ? 'PUBLISHED' : 'ARCHIVED',
      creation_time: String(Math.floor(post.at / 1000)),
      media_type: media?.kind === 'video' ? 'video' : 'photo',
      media_id: media?.id,
      url: permalinkOf(context, post),
    }
  })
  return { status: 200, json: listAnswer(data, cut.paging) }
}
