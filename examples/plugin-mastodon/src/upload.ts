import type { ConnectorCall, ConnectorResponse, PublishMedia } from '@t21/plugin-kit'
import { failures, isSuccess, read } from '@t21/plugin-kit'
import { mediaUrl, uploadUrl } from './api.ts'
import { pending, type MediaProgress } from './checkpoint.ts'
import { emptyAnswer, mediaFailure } from './errors.ts'
import { MediaAnswer } from './schemas.ts'
import type { Settings } from './settings.ts'

/** Where a file stands after a step, and when the next one makes sense. */
export interface StepResult {
  readonly progress: MediaProgress
  readonly retryAfterSeconds: number
}

const pollSeconds = 3
const maxRestarts = 1

/** Sends a file with its alternative text. 200: usable. 202: the instance still processes it. */
export async function upload(
  call: ConnectorCall<Settings>,
  file: PublishMedia,
  progress: MediaProgress,
  field: string,
): Promise<StepResult> {
  const response = await call.http.request({
    method: 'POST',
    url: uploadUrl(call.settings),
    query: { lang: 'en' },
    auth: { bearer: call.accessToken },
    multipart: [
      ...(file.altText ? [{ name: 'description', value: file.altText }] : []),
      {
        name: 'file',
        value: await file.read(),
        filename: 'media',
        contentType: file.mimeType,
      },
    ],
  })
  if (!isSuccess(response)) throw mediaFailure(response, field)
  const answer = read(MediaAnswer, response.json)
  if (!answer) throw emptyAnswer(response, 'uploading a file')
  const begun: MediaProgress = {
    ...progress,
    mediaId: answer.id,
    uploadedAt: call.now.toISOString(),
    altText: file.altText || null,
    state: 'processing',
  }
  return afterProcessing(begun, response)
}

/** Asks whether a file is processed. 200: usable. 206: not yet. 422: it never will be. */
export async function askProcessing(
  call: ConnectorCall<Settings>,
  progress: MediaProgress,
  field: string,
): Promise<StepResult> {
  const response = await call.http.request({
    method: 'GET',
    url: mediaUrl(call.settings, progress.mediaId),
    query: { lang: 'en' },
    auth: { bearer: call.accessToken },
  })
  if (!isSuccess(response)) return restartOrThrow(response, progress, field)
  return afterProcessing(progress, response)
}

/** Gives an uploaded file another alternative text than it was uploaded with. */
export async function describeMedia(
  call: ConnectorCall<Settings>,
  file: PublishMedia,
  progress: MediaProgress,
  field: string,
): Promise<StepResult> {
  const description = file.altText ?? ''
  const response = await call.http.request({
    method: 'PUT',
    url: mediaUrl(call.settings, progress.mediaId),
    query: { lang: 'en' },
    auth: { bearer: call.accessToken },
    json: { description },
  })
  if (!isSuccess(response)) return restartOrThrow(response, progress, `${field}.altText`)
  return { progress: { ...progress, altText: description || null }, retryAfterSeconds: 0 }
}

// Forgotten by the instance: uploaded once more. Not by `preparationLost`, which would lose the key as well.
function restartOrThrow(
  response: ConnectorResponse,
  progress: MediaProgress,
  field: string,
): StepResult {
  if (response.status !== 404 || progress.restarts >= maxRestarts) {
    throw mediaFailure(response, field)
  }
  return { progress: pending(progress.sourceId, progress.restarts + 1), retryAfterSeconds: 0 }
}

function afterProcessing(progress: MediaProgress, response: ConnectorResponse): StepResult {
  if (response.status !== 202 && response.status !== 206) {
    const answer = read(MediaAnswer, response.json)
    if (!answer || answer.id !== progress.mediaId) {
      throw failures.transient({
        message: 'The instance did not say whether the file is processed.',
        remedy: 'Nothing: it is asked again.',
        networkCode: String(response.status),
      })
    }
    return { progress: { ...progress, state: 'uploaded' }, retryAfterSeconds: 0 }
  }
  return { progress: { ...progress, state: 'processing' }, retryAfterSeconds: pollSeconds }
}
