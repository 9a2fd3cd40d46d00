import type { Checkpoint, FindCall, FindResult, PublishPart } from '@t21/plugin-kit'
import { failures, isSuccess } from '@t21/plugin-kit'
import { readCheckpoint } from './checkpoint.ts'
import { publishedVideo } from './confirm.ts'
import { facebookFailures } from './errors.ts'
import { findComment } from './find.comment.ts'
import { findPost } from './find.post.ts'
import { findStory } from './find.story.ts'
import { formOf, hasHandle } from './form.ts'
import { pollSeconds } from './limits.ts'
import type { Settings } from './settings.ts'
import { askVideo, isPublished, isUnderWay, isUntouched, readVideo } from './video-status.ts'

/**
 * Looks whether a part is there: facebook.md 5. Photos, videos, reels and stories by the ids that were known before the
 * irreversible call; texts by their words, where not finding them proves nothing.
 */
export async function find(
  call: FindCall<Settings>,
  part: PublishPart,
  checkpoint: Checkpoint,
): Promise<FindResult> {
  const form = formOf(part)
  if (form === 'comment') return findComment(call, part)
  const ids = (readCheckpoint(checkpoint)?.media ?? []).map(({ remoteId }) => remoteId)
  const [mediaId] = ids
  if (hasHandle(form) && !mediaId) return cannotTell('T21 no longer knows what was uploaded.')
  if (form === 'text' || form === 'photos') return findPost(call, part, ids)
  if (mediaId === undefined) return cannotTell('T21 no longer knows what was uploaded.')
  if (form === 'video' || form === 'reel') return findVideo(call, mediaId, checkpoint)
  const story = await findStory(call, mediaId, call.intentAt)
  return story ? { state: 'found', ...story } : { state: 'absent' }
}

async function findVideo(
  call: FindCall<Settings>,
  videoId: string,
  checkpoint: Checkpoint,
): Promise<FindResult> {
  const response = await askVideo(call, videoId)
  if (!isSuccess(response)) throw facebookFailures.call(response, 'reading the video', call.now)
  const video = readVideo(response)
  if (isPublished(video)) {
    const { remoteId, url, provisional } = publishedVideo(call, videoId, video)
    return { state: 'found', remoteId, url, ...(provisional && { provisional }) }
  }
  const word = video.status?.video_status ?? 'nothing'
  if (isUntouched(video)) return { state: 'absent' }
  if (isUnderWay(video)) return { state: 'accepted', checkpoint, retryAfterSeconds: pollSeconds }
  if (['error', 'expired', 'upload_failed'].includes(word)) {
    return cannotTell(`Facebook has the video in the state "${word}" and will not publish it.`)
  }
  throw failures.transient({
    message: 'Facebook is still working on the video.',
    remedy: 'Nothing: it is asked again.',
    networkCode: word,
  })
}

function cannotTell(reason: string): FindResult {
  return { state: 'cannot_tell', reason }
}
