import {
  absentFields,
  graphTime,
  present,
  uploadOf,
  type AskedField,
} from '@t21/meta-graph/sandbox'
import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { commentSummary } from '../comments/comment-view.ts'
import { postNumbers } from '../insights/numbers.ts'
import { findPost } from '../posts/post-store.ts'
import { isLive } from '../posts/post.ts'
import { mediaUrl } from './files.routes.ts'
import { stageOf } from './video-processing.ts'
import type { StoredVideo } from './video.ts'

/** A video as the API shows it. Its id is not that of its post (facebook.md 2.4). */
export function presentVideo(
  context: EmulatorContext,
  video: StoredVideo,
  fields: readonly AskedField[] | undefined,
): Record<string, unknown> {
  const { finish, film } = video
  const post = video.postId === null ? undefined : findPost(context, video.postId)
  const live = post !== undefined && isLive(post, context.now().getTime())
  const numbers = () => (post === undefined ? undefined : postNumbers(context, post))
  return present(
    {
      type: 'Video',
      id: video.id,
      usual: ['description', 'updated_time'],
      values: {
        ...absentFields(
          'captions',
          'embed_html',
          'icon',
          'live_status',
          'picture',
          'place',
          'thumbnails',
        ),
        id: video.id,
        title: finish?.title ?? undefined,
        description: finish?.description ?? undefined,
        created_time: graphTime(video.createdAt),
        updated_time: graphTime(post?.updatedAt ?? video.uploadedAt ?? video.createdAt),
        length: film?.milliseconds === undefined ? undefined : film.milliseconds / 1000,
        permalink_url: `https://www.facebook.com/reel/${video.id}/`,
        post_id: live ? post.id : undefined,
        published: live,
        source: mediaUrl(context, video.id),
        status: statusOf(context, video, live),
        scheduled_publish_time: finish?.state === 'scheduled' ? graphTime(finish.at) : undefined,
        from: { id: video.pageId },
        views: () => numbers()?.views ?? 0,
        comments: (field: AskedField) =>
          commentSummary(context, video.postId ?? video.id, numbers()?.comments ?? 0, field),
      },
    },
    fields,
  )
}

/** `status` with its three phases (facebook.md 2.5). */
function statusOf(context: EmulatorContext, video: StoredVideo, live: boolean): object {
  const stage = stageOf(context, video)
  const upload = uploadOf(context, video.id)
  const uploaded = video.uploadedAt !== null
  const fileSize = uploaded ? video.fileBytes : (upload?.fileSize ?? null)
  return {
    video_status: videoStatus(video, stage),
    uploading_phase: {
      status: uploaded ? 'complete' : uploadingStatus(upload?.received ?? 0),
      // The API's own spelling.
      bytes_transfered: uploaded ? video.fileBytes : (upload?.received ?? 0),
      ...(fileSize === null ? {} : { source_file_size: fileSize }),
    },
    processing_phase: {
      status: processingStatuses[stage],
      ...(stage === 'failed' ? { error: { message: video.failure } } : {}),
    },
    publishing_phase: publishingPhase(video, stage, live),
  }
}

function videoStatus(video: StoredVideo, stage: ReturnType<typeof stageOf>): string {
  if (stage === 'failed') return 'error'
  if (stage !== 'ready') return stage
  // A story waits for its second call; everything else is as ready as it gets.
  return video.purpose === 'story' && video.postId === null ? 'upload_complete' : 'ready'
}

function uploadingStatus(received: number): string {
  return received === 0 ? 'not_started' : 'in_progress'
}

const processingStatuses = {
  uploading: 'not_started',
  processing: 'in_progress',
  failed: 'error',
  ready: 'complete',
} as const

/** The documentation says `complete` and `completed`; here is the second one (facebook.md 2.5). */
function publishingPhase(
  video: StoredVideo,
  stage: ReturnType<typeof stageOf>,
  live: boolean,
): object {
  const { finish } = video
  if (video.purpose === 'story') {
    return live
      ? { status: 'completed', publish_status: 'published' }
      : { status: 'not_started', publish_status: 'not_published' }
  }
  if (finish === null) return { status: 'not_started' }
  if (stage === 'failed') return { status: 'error', publish_status: 'error' }
  if (finish.state === 'scheduled' && !live) {
    const time = { publish_time: graphTime(finish.at) }
    return { status: 'in_progress', publish_status: 'scheduled', ...time }
  }
  if (live) {
    return { status: 'completed', publish_status: 'published', publish_time: graphTime(finish.at) }
  }
  if (stage !== 'ready') return { status: 'in_progress' }
  return { status: 'completed', publish_status: 'draft' }
}
