import type { ConnectorCall, ConnectorResponse, PublishMedia } from '@t21/plugin-kit'
import { failures, isSuccess, read } from '@t21/plugin-kit'
import { initializeUploadUrl, uploadStepUrl, uploadUrl } from './api.ts'
import { pending, type MediaProgress } from './checkpoint.ts'
import { mediaFailure } from './errors.ts'
import { chunkBytes, mediaLifeSeconds } from './limits.ts'
import { MediaAnswer } from './schemas.ts'
import type { Settings } from './settings.ts'

/** Where a file stands after a step, and when the next one makes sense. */
export interface StepResult {
  readonly progress: MediaProgress
  readonly retryAfterSeconds: number
}

// `validate` keeps documents away; one that came through all the same is refused by X.
const categories = {
  image: 'tweet_image',
  gif: 'tweet_gif',
  video: 'tweet_video',
  document: 'tweet_document',
} as const
const pollSeconds = 5
const maxRestarts = 1

/**
 * Begins an upload: a picture that fits into one piece goes up whole; everything else is announced.
 * GIFs and videos always take the long way, since X processes them afterwards.
 */
export async function beginUpload(
  call: ConnectorCall<Settings>,
  file: PublishMedia,
  progress: MediaProgress,
  field: string,
): Promise<StepResult> {
  const whole = file.kind === 'image' && file.size <= chunkBytes
  const response = whole ? await sendWhole(call, file) : await announce(call, file)
  if (!isSuccess(response)) throw mediaFailure(response, field)
  const answer = readAnswer(response)
  if (!answer.id) throw withoutMeaning(response)

  const begun: MediaProgress = {
    ...progress,
    mediaId: answer.id,
    state: 'uploading',
    expiresAt: new Date(
      call.now.getTime() + (answer.expires_after_secs ?? mediaLifeSeconds) * 1000,
    ).toISOString(),
  }
  return whole ? afterProcessing(begun, answer, field) : { progress: begun, retryAfterSeconds: 0 }
}

/** Sends the next piece, or finishes the upload where all pieces are there. */
export async function continueUpload(
  call: ConnectorCall<Settings>,
  file: PublishMedia,
  progress: MediaProgress,
  field: string,
): Promise<StepResult> {
  const start = progress.nextSegment * chunkBytes
  if (start < file.size) {
    const response = await sendPiece(call, file, progress, start)
    if (!isSuccess(response)) return restartOrThrow(response, progress, field)
    const next = { ...progress, nextSegment: progress.nextSegment + 1 }
    return { progress: next, retryAfterSeconds: 0 }
  }
  const response = await call.http.request({
    method: 'POST',
    url: uploadStepUrl(progress.mediaId, 'finalize'),
    auth: { bearer: call.accessToken },
  })
  if (!isSuccess(response)) return restartOrThrow(response, progress, field)
  return afterProcessing(progress, readAnswer(response), field)
}

/** Asks whether X has processed a GIF or video. */
export async function askProcessing(
  call: ConnectorCall<Settings>,
  progress: MediaProgress,
  field: string,
): Promise<StepResult> {
  const response = await call.http.request({
    method: 'GET',
    url: uploadUrl,
    query: { command: 'STATUS', media_id: progress.mediaId },
    auth: { bearer: call.accessToken },
  })
  if (!isSuccess(response)) return restartOrThrow(response, progress, field)
  return afterProcessing(progress, readAnswer(response), field)
}

async function sendWhole(
  call: ConnectorCall<Settings>,
  file: PublishMedia,
): Promise<ConnectorResponse> {
  return call.http.request({
    method: 'POST',
    url: uploadUrl,
    auth: { bearer: call.accessToken },
    multipart: [
      { name: 'media_category', value: categories[file.kind] },
      mediaField(file, await file.read()),
    ],
  })
}

function announce(call: ConnectorCall<Settings>, file: PublishMedia): Promise<ConnectorResponse> {
  return call.http.request({
    method: 'POST',
    url: initializeUploadUrl,
    auth: { bearer: call.accessToken },
    json: {
      media_type: file.mimeType,
      total_bytes: file.size,
      media_category: categories[file.kind],
    },
  })
}

async function sendPiece(
  call: ConnectorCall<Settings>,
  file: PublishMedia,
  progress: MediaProgress,
  start: number,
): Promise<ConnectorResponse> {
  const bytes = await file.read(start, Math.min(start + chunkBytes, file.size))
  return call.http.request({
    method: 'POST',
    url: uploadStepUrl(progress.mediaId, 'append'),
    auth: { bearer: call.accessToken },
    multipart: [
      { name: 'segment_index', value: String(progress.nextSegment) },
      mediaField(file, bytes),
    ],
  })
}

function mediaField(file: PublishMedia, value: Uint8Array) {
  return { name: 'media', value, filename: 'media', contentType: file.mimeType }
}

// No processing_info means that the file is usable: twitter.md 2.2.
function afterProcessing(
  progress: MediaProgress,
  answer: MediaAnswer['data'],
  field: string,
): StepResult {
  const processing = answer.processing_info
  if (!processing || processing.state === 'succeeded') {
    return { progress: { ...progress, state: 'uploaded' }, retryAfterSeconds: 0 }
  }
  if (processing.state === 'failed') {
    throw failures.contentRejected({
      message: 'X could not process the file.',
      remedy: 'Convert it (video: MP4 with H.264 and AAC) or use another file.',
      field,
      ...(processing.error?.message && { networkMessage: processing.error.message }),
      networkCode: processing.error?.name ?? 'processing failed',
    })
  }
  return {
    progress: { ...progress, state: 'processing' },
    retryAfterSeconds: Math.max(1, processing.check_after_secs ?? pollSeconds),
  }
}

// A 400 or 404 to a later step mostly means that X knows no such upload any more, or that a step
// whose answer was lost had been done: both are mended by uploading once more.
function restartOrThrow(
  response: ConnectorResponse,
  progress: MediaProgress,
  field: string,
): StepResult {
  const forgotten = response.status === 400 || response.status === 404
  if (!forgotten || progress.restarts >= maxRestarts) throw mediaFailure(response, field)
  return { progress: pending(progress.sourceId, progress.restarts + 1), retryAfterSeconds: 0 }
}

function readAnswer(response: ConnectorResponse): MediaAnswer['data'] {
  const answer = read(MediaAnswer, response.json)
  if (!answer) throw withoutMeaning(response)
  return answer.data
}

function withoutMeaning(response: ConnectorResponse): Error {
  return failures.transient({
    message: 'X answered an upload with something that T21 does not understand.',
    remedy: 'Nothing: it is tried again.',
    networkCode: String(response.status),
  })
}
