import type {
  ConnectorCall,
  ConnectorFailure,
  ConnectorResponse,
  PublishMedia,
  PublishPart,
} from '@t21/plugin-kit'
import { failures, networkWords, passingFailure, read } from '@t21/plugin-kit'
import type { Upload } from './checkpoint.ts'
import { prepareFailure, readProblem, withoutMeaning } from './errors.ts'
import { chunkBytes, uploadLifeSeconds, uploadReserveSeconds } from './limits.ts'
import type { Plan } from './plan.ts'
import { chunksOf, initName, uploadBody } from './post-info.ts'
import { isOk, isSuccessStatus } from './problem.ts'
import { post } from './request.ts'
import { InitAnswer } from './schemas.ts'
import type { Settings } from './settings.ts'

/** The first byte of the piece whose arrival publishes the video. */
export function lastPieceStart(size: number): number {
  const { chunkSize, count } = chunksOf(size)
  return (count - 1) * chunkSize
}

/** What init would be told now; another text of it means that the post was edited. */
export function toldOf(part: PublishPart, plan: Plan): string {
  return JSON.stringify([initName(plan), uploadBody(part, plan)])
}

/** Announces the video. Nothing is visible, and an address that is never used dies after an hour. */
export async function beginUpload(
  call: ConnectorCall<Settings>,
  part: PublishPart,
  plan: Plan,
  file: PublishMedia,
): Promise<Upload> {
  const response = await post(call, initName(plan), uploadBody(part, plan))
  if (!isOk(response)) throw prepareFailure(response, 'announcing the video')
  const answer = read(InitAnswer, response.json)?.data
  if (!answer?.upload_url) throw withoutMeaning(response, 'announcing the video')
  return atOffset(
    {
      v: 1,
      state: 'uploading',
      source: 'FILE_UPLOAD',
      publishId: answer.publish_id,
      uploadUrl: answer.upload_url,
      expiresAt: new Date(call.now.getTime() + uploadLifeSeconds * 1000).toISOString(),
      sourceId: file.id,
      size: file.size,
      told: toldOf(part, plan),
      offset: 0,
      asked: 0,
    },
    0,
  )
}

/** Sends the next piece that is not the last one. */
export async function continueUpload(
  call: ConnectorCall<Settings>,
  file: PublishMedia,
  upload: Upload,
): Promise<Upload> {
  const end = upload.offset + chunkBytes
  const response = await sendPiece(call, file, upload, end)
  const received = receivedOf(response, upload.size)
  if (isSuccessStatus(response.status)) {
    const next = received ?? end
    if (next <= upload.offset) throw withoutMeaning(response, 'uploading the video')
    return atOffset(upload, next)
  }
  // What was asked for twice, or out of order: TikTok says where to go on.
  if (response.status === 416 && received !== null && received !== upload.offset) {
    return atOffset(upload, received)
  }
  throw (
    pieceFailure(response) ?? passingFailure('TikTok', readProblem(response), 'uploading the video')
  )
}

/** Sends the bytes from where the upload is up to and without `end`. The address is the only key to it. */
export async function sendPiece(
  call: ConnectorCall<Settings>,
  file: PublishMedia,
  upload: Upload,
  end: number,
): Promise<ConnectorResponse> {
  return call.http.request({
    method: 'PUT',
    url: upload.uploadUrl,
    headers: {
      'content-type': file.mimeType,
      'content-range': `bytes ${upload.offset}-${end - 1}/${upload.size}`,
    },
    body: await file.read(upload.offset, end),
  })
}

/** What TikTok documents about a piece that it did not take: tiktok.md 2.3. `null` for all else. */
export function pieceFailure(response: ConnectorResponse): ConnectorFailure | null {
  const words = networkWords(readProblem(response))
  switch (response.status) {
    case 400:
      return failures.contentRejected({
        message: 'TikTok did not accept the bytes of the video.',
        remedy: 'Use another file, MP4 with H.264 at best.',
        field: 'media[0]',
        ...words,
      })
    case 403:
    case 404:
      return uploadLost(words)
    case 416:
      return uploadLost(words)
    default:
      return null
  }
}

/** The upload cannot be finished, so nothing was published: it begins anew. */
export function uploadLost(
  words: { networkMessage?: string; networkCode?: string } = {},
): ConnectorFailure {
  return failures.preparationLost({
    message: 'The upload of the video can no longer be finished at TikTok.',
    remedy: 'Nothing: it is uploaded anew.',
    ...words,
  })
}

/** Whether TikTok still takes pieces, long enough for the next one. */
export function isAlive(upload: Upload, now: Date): boolean {
  const left = Date.parse(upload.expiresAt) - now.getTime()
  return left > uploadReserveSeconds * 1000
}

/** The upload from the piece that holds byte `offset`; never beyond the last one. */
export function atOffset(upload: Upload, offset: number): Upload {
  const last = lastPieceStart(upload.size)
  const start = Math.min(Math.floor(offset / chunkBytes) * chunkBytes, last)
  return { ...upload, state: start === last ? 'ready' : 'uploading', offset: start }
}

/**
 * Bytes that TikTok says it has, from `Content-Range: bytes 0-{uploaded}/{total}`; whether that is a number of bytes or
 * the last one's position is not documented, so it is rounded to the border of a piece.
 */
export function receivedOf(response: ConnectorResponse, size: number): number | null {
  const [, uploaded] =
    /^bytes 0-([0-9]{1,15})\//.exec(response.headers['content-range'] ?? '') ?? []
  if (uploaded === undefined) return null
  const bytes = Number(uploaded)
  return bytes >= size - 1 ? size : Math.round(bytes / chunkBytes) * chunkBytes
}
