import type {
  Checkpoint,
  ConfirmResult,
  ConnectorCall,
  Published,
  PublishPart,
} from '@t21/plugin-kit'
import { failures, fieldOf, isSuccess } from '@t21/plugin-kit'
import { fullPostId, permalink } from './api.ts'
import { readCheckpoint, type PartCheckpoint } from './checkpoint.ts'
import { facebookFailures } from './errors.ts'
import { findStory } from './find.story.ts'
import { maxLooksForPostId, pollSeconds } from './limits.ts'
import type { VideoAnswer } from './schemas.ts'
import type { Settings } from './settings.ts'
import { askVideo, isPublished, readVideo, videoRefusal } from './video-status.ts'

/**
 * Asks after a video, reel or story that was accepted. A video's id is not that of its post, which may come later: after
 * some looks the post counts as published under the video's id for the time being, see `resolve`.
 */
export async function confirm(
  call: ConnectorCall<Settings>,
  part: PublishPart,
  checkpoint: Checkpoint,
): Promise<ConfirmResult> {
  const stored = readCheckpoint(checkpoint)
  const mediaId = stored?.media[0]?.remoteId
  if (!stored || !mediaId) {
    throw failures.outcomeUnknown({
      message: 'T21 no longer knows which video it has to ask Facebook after.',
      remedy: 'Look at the Page, and say whether the post is there.',
    })
  }
  if (stored.form === 'photo_story' || stored.form === 'video_story') {
    const story = await findStory(call, mediaId)
    return story ? { state: 'published', ...story } : waiting(stored)
  }

  const response = await askVideo(call, mediaId)
  if (!isSuccess(response)) throw facebookFailures.call(response, 'reading the video', call.now)
  const video = readVideo(response)
  const refusal = videoRefusal(video, fieldOf(part, 'media[0]'))
  if (refusal) throw refusal
  if (!isPublished(video)) return waiting(stored)

  const published = publishedVideo(call, mediaId, video, stored.postId)
  const looks = (stored.looks ?? 0) + 1
  if (published.provisional && looks < maxLooksForPostId) return waiting({ ...stored, looks })
  return { state: 'published', ...published }
}

/** The post of a published video; provisional where Facebook has not told its id. */
export function publishedVideo(
  call: ConnectorCall<Settings>,
  videoId: string,
  video: VideoAnswer,
  knownPostId?: string,
): Published {
  const told = video.post_id ?? knownPostId
  if (told === undefined) {
    return { remoteId: videoId, url: permalink(video.permalink_url, videoId), provisional: true }
  }
  const remoteId = fullPostId(call.account.platformUserId, String(told))
  return { remoteId, url: permalink(video.permalink_url, remoteId) }
}

function waiting(checkpoint: PartCheckpoint): ConfirmResult {
  return { state: 'waiting', checkpoint, retryAfterSeconds: pollSeconds }
}
