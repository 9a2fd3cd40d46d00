import { graphRequest, uploadRest } from '@t21/meta-graph'
import type { ConnectorCall } from '@t21/plugin-kit'
import { failures, isConnectorFailure, isSuccess, read } from '@t21/plugin-kit'
import { pageEdge } from './api.ts'
import { expiryOf, pending, type MediaProgress } from './checkpoint.ts'
import { facebookFailures } from './errors.ts'
import { maxRestarts, pollSeconds } from './limits.ts'
import { ReelStartAnswer } from './schemas.ts'
import type { Settings } from './settings.ts'
import {
  onwards,
  restartOrThrow,
  withoutMeaning,
  type StepResult,
  type UploadInput,
} from './upload.ts'
import { askVideo, readVideo, videoRefusal } from './video-status.ts'

const edges = { reel: 'video_reels', video_story: 'video_stories' } as const

/** The forms whose bytes go to rupload. */
export type ShortVideoForm = keyof typeof edges

/** Where a short video is begun and finished. */
export function shortVideoEdge(pageId: string, form: ShortVideoForm): string {
  return pageEdge(pageId, edges[form])
}

/**
 * The next step of a reel or a video story: begin, send the bytes, ask how many arrived, and for a story wait until it can
 * be used: facebook.md 2.5, 2.6. The phase `finish`, which publishes, is left to `commit`.
 */
export async function uploadShortVideo(
  call: ConnectorCall<Settings>,
  form: ShortVideoForm,
  input: UploadInput,
): Promise<StepResult> {
  switch (input.progress.state) {
    case 'pending':
      return begin(call, form, input)
    case 'uploading':
      return sendBytes(call, form, input)
    default:
      return look(call, form, input)
  }
}

async function begin(
  call: ConnectorCall<Settings>,
  form: ShortVideoForm,
  input: UploadInput,
): Promise<StepResult> {
  const response = await graphRequest(call, {
    method: 'POST',
    path: shortVideoEdge(call.account.platformUserId, form),
    token: call.accessToken,
    form: { upload_phase: 'start' },
  })
  if (!isSuccess(response)) throw facebookFailures.prepare(response, input.field, call.now)
  const begun = read(ReelStartAnswer, response.json)
  if (!begun) throw withoutMeaning(response)
  return onwards({
    ...input.progress,
    remoteId: String(begun.video_id),
    session: begun.upload_url,
    state: 'uploading',
    offset: 0,
    end: input.file.size,
    expiresAt: expiryOf(call.now),
  })
}

async function sendBytes(
  call: ConnectorCall<Settings>,
  form: ShortVideoForm,
  { file, progress, field }: UploadInput,
): Promise<StepResult> {
  const { session: uploadUrl, offset } = progress
  let result
  try {
    result = await uploadRest(
      call,
      { uploadUrl, token: call.accessToken, file, offset, field, now: call.now },
      facebookFailures,
    )
  } catch (failure) {
    // Bytes that had all arrived before, their answer being lost, are refused in the same words as bad ones: asked once.
    const isRefused = isConnectorFailure(failure) && failure.kind === 'content_rejected'
    if (!isRefused || progress.restarts >= maxRestarts) throw failure
    result = 'interrupted'
  }
  if (result === 'interrupted') {
    return { progress: { ...progress, state: 'asking' }, retryAfterSeconds: 1 }
  }
  return onwards(sent(form, progress, file.size))
}

// A reel may be finished at once; a story only when Facebook has taken it in.
function sent(form: ShortVideoForm, progress: MediaProgress, size: number): MediaProgress {
  return { ...progress, offset: size, state: form === 'reel' ? 'uploaded' : 'checking' }
}

async function look(
  call: ConnectorCall<Settings>,
  form: ShortVideoForm,
  input: UploadInput,
): Promise<StepResult> {
  const { file, progress, field } = input
  const response = await askVideo(call, progress.remoteId)
  if (!isSuccess(response)) return restartOrThrow(call, response, input)
  const video = readVideo(response)
  const refusal = videoRefusal(video, field)
  if (refusal) throw refusal

  const uploading = video.status?.uploading_phase
  const bytes = Number(uploading?.bytes_transfered ?? 0)
  const isUsable = ['ready', 'upload_complete'].includes(video.status?.video_status ?? '')
  if (progress.state === 'asking') {
    const hasAll = isUsable || isComplete(uploading?.status) || bytes >= file.size
    if (hasAll) return onwards(sent(form, progress, file.size))
    if (bytes > progress.offset) return onwards({ ...progress, state: 'uploading', offset: bytes })
    // Nothing arrived since the last look: once more from the beginning, then later.
    if (progress.restarts < maxRestarts) return onwards(pending(file, progress.restarts + 1))
    throw standstill()
  }
  if (isUsable) return onwards({ ...progress, state: 'uploaded' })
  return { progress, retryAfterSeconds: pollSeconds }
}

/** The documents use both words. */
function isComplete(status: string | undefined): boolean {
  return status === 'complete' || status === 'completed'
}

function standstill(): Error {
  return failures.transient({
    message: 'Facebook takes no more bytes of the video.',
    remedy: 'Nothing: it is tried again.',
  })
}
