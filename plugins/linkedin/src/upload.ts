import type { ConnectorCall, ConnectorResponse, PublishMedia } from '@t21/plugin-kit'
import { failures, isSuccess, read } from '@t21/plugin-kit'
import { uploadActionUrl, type UploadResource } from './api.ts'
import { pending, type MediaProgress } from './checkpoint.ts'
import { mediaFailure, readProblem } from './errors.ts'
import { rest } from './rest.ts'
import { UploadAnswer, VideoUploadAnswer } from './schemas.ts'
import type { Settings } from './settings.ts'

/** Where a file stands after a step, and when the next one makes sense. */
export interface StepResult {
  readonly progress: MediaProgress
  readonly retryAfterSeconds: number
}

const resources = {
  image: 'images',
  gif: 'images',
  video: 'videos',
  document: 'documents',
} as const
/** How often an upload is begun anew before LinkedIn's refusal is believed. */
export const maxRestarts = 2

/** LinkedIn's resource for a file. */
export function resourceOf(file: PublishMedia): UploadResource {
  return resources[file.kind]
}

/** Announces a file; LinkedIn answers with its URN and the addresses of its pieces: linkedin.md 2.2 to 2.4. */
export async function beginUpload(
  call: ConnectorCall<Settings>,
  file: PublishMedia,
  progress: MediaProgress,
  field: string,
): Promise<StepResult> {
  const owner = call.account.platformUserId
  const request =
    file.kind === 'video'
      ? { owner, fileSizeBytes: file.size, uploadCaptions: false, uploadThumbnail: false }
      : { owner }
  const response = await rest(call, {
    method: 'POST',
    url: uploadActionUrl(resourceOf(file), 'initializeUpload'),
    json: { initializeUploadRequest: request },
  })
  if (!isSuccess(response)) throw mediaFailure(response, field, call.now)
  const begun = file.kind === 'video' ? begunVideo(file, response) : begunFile(file, response)
  return { progress: { ...progress, ...begun, state: 'uploading' }, retryAfterSeconds: 0 }
}

type Begun = Pick<MediaProgress, 'urn' | 'uploadToken' | 'pieces' | 'expiresAt'>

function begunFile(file: PublishMedia, response: ConnectorResponse): Begun {
  const value = read(UploadAnswer, response.json)?.value
  const urn = file.kind === 'document' ? value?.document : value?.image
  if (!value || !urn) throw withoutMeaning(response)
  return {
    urn,
    uploadToken: '',
    pieces: [{ url: value.uploadUrl, firstByte: 0, lastByte: file.size - 1, etag: null }],
    expiresAt: momentOf(value.uploadUrlExpiresAt),
  }
}

function begunVideo(file: PublishMedia, response: ConnectorResponse): Begun {
  const value = read(VideoUploadAnswer, response.json)?.value
  if (!value) throw withoutMeaning(response)
  return {
    urn: value.video,
    uploadToken: value.uploadToken ?? '',
    pieces: value.uploadInstructions
      .filter(({ firstByte }) => firstByte < file.size)
      .map(({ uploadUrl, firstByte, lastByte }) => ({
        url: uploadUrl,
        firstByte,
        lastByte: Math.min(lastByte, file.size - 1),
        etag: null,
      })),
    expiresAt: momentOf(value.uploadUrlsExpireAt ?? value.uploadUrlExpiresAt),
  }
}

/** Sends the next piece to its own address, or finishes a video of which all pieces are there. */
export async function continueUpload(
  call: ConnectorCall<Settings>,
  file: PublishMedia,
  progress: MediaProgress,
  field: string,
): Promise<StepResult> {
  const index = progress.pieces.findIndex(({ etag }) => etag === null)
  const piece = progress.pieces[index]
  if (!piece) return finishVideo(call, progress, field)
  const response = await call.http.request({
    method: 'PUT',
    url: piece.url,
    headers: { 'content-type': 'application/octet-stream' },
    body: await file.read(piece.firstByte, piece.lastByte + 1),
    // The address of a video's piece is signed, and LinkedIn wants no token beside it.
    ...(file.kind !== 'video' && { auth: { bearer: call.accessToken } }),
  })
  if (!isSuccess(response)) return restartOrThrow(call, response, progress, field)
  const etag = file.kind === 'video' ? receiptOf(response) : ''
  const pieces = progress.pieces.with(index, { ...piece, url: '', etag })
  const state = file.kind === 'video' ? 'uploading' : 'processing'
  return { progress: { ...progress, pieces, state }, retryAfterSeconds: 0 }
}

async function finishVideo(
  call: ConnectorCall<Settings>,
  progress: MediaProgress,
  field: string,
): Promise<StepResult> {
  const response = await rest(call, {
    method: 'POST',
    url: uploadActionUrl('videos', 'finalizeUpload'),
    json: {
      finalizeUploadRequest: {
        video: progress.urn,
        uploadToken: progress.uploadToken,
        uploadedPartIds: progress.pieces.map(({ etag }) => etag),
      },
    },
  })
  const finished: StepResult = {
    progress: { ...progress, state: 'processing' },
    retryAfterSeconds: 0,
  }
  if (isSuccess(response)) return finished
  // Finishing twice, because the first answer was lost, is refused: the video itself tells whether it is complete.
  const mayBeFinished = [400, 409].includes(response.status) && !isConfiguration(response)
  if (mayBeFinished && progress.restarts < maxRestarts) return finished
  return restartOrThrow(call, response, progress, field)
}

/**
 * A refused later step mostly means that LinkedIn knows no such upload any more, that its addresses have expired, or
 * that a step whose answer was lost had been done: all are mended by uploading once more.
 */
export function restartOrThrow(
  call: ConnectorCall<Settings>,
  response: ConnectorResponse,
  progress: MediaProgress,
  field: string,
): StepResult {
  const problem = readProblem(response)
  const forgotten =
    [400, 404, 410].includes(response.status) ||
    // The upload host has no words of LinkedIn's API: an expired signature.
    (response.status === 403 && !problem.isLinkedIn) ||
    problem.code === 'EXPIRED_UPLOAD_URL'
  if (!forgotten || isConfiguration(response) || progress.restarts >= maxRestarts) {
    throw mediaFailure(response, field, call.now)
  }
  return { progress: pending(progress.sourceId, progress.restarts + 1), retryAfterSeconds: 0 }
}

function isConfiguration(response: ConnectorResponse): boolean {
  return readProblem(response).code === 'VERSION_MISSING'
}

// Quoted by HTTP's rules, and unquoted in the list of `finalizeUpload`.
function receiptOf(response: ConnectorResponse): string {
  const etag = response.headers['etag']?.replace(/^W\//, '').replaceAll('"', '')
  if (etag) return etag
  throw failures.transient({
    message: 'LinkedIn gave no receipt for a piece of the video.',
    remedy: 'Nothing: the piece is sent again.',
    networkCode: String(response.status),
  })
}

function momentOf(epochMs: number | undefined): string {
  if (epochMs === undefined) return ''
  const date = new Date(epochMs)
  return Number.isNaN(date.getTime()) ? '' : date.toISOString()
}

function withoutMeaning(response: ConnectorResponse): Error {
  return failures.transient({
    message: 'LinkedIn answered an upload with something that T21 does not understand.',
    remedy: 'Nothing: it is tried again.',
    networkCode: String(response.status),
  })
}
