import { graphRequest } from '@t21/meta-graph'
import type { ConnectorCall, ConnectorFailure, ConnectorResponse } from '@t21/plugin-kit'
import { failures, read } from '@t21/plugin-kit'
import { objectPath } from './api.ts'
import { VideoAnswer } from './schemas.ts'
import type { Settings } from './settings.ts'

/** Asks how far a video is: facebook.md 2.4, 2.5. */
export function askVideo(
  call: ConnectorCall<Settings>,
  videoId: string,
): Promise<ConnectorResponse> {
  return graphRequest(call, {
    method: 'GET',
    path: objectPath(videoId),
    token: call.accessToken,
    query: { fields: 'status,published,post_id,permalink_url' },
  })
}

/** @throws ConnectorFailure `transient` where the answer is no video */
export function readVideo(response: ConnectorResponse): VideoAnswer {
  const video = read(VideoAnswer, response.json)
  if (video) return video
  throw failures.transient({
    message: 'Facebook did not say how far the video is.',
    remedy: 'Nothing: it is asked again.',
    networkCode: String(response.status),
  })
}

/** True for a video that people can see. */
export function isPublished({ status, published, post_id: postId }: VideoAnswer): boolean {
  const said = status?.publishing_phase?.publish_status
  if (said !== undefined) return said === 'published'
  return status?.video_status === 'ready' && (published === true || postId !== undefined)
}

/**
 * True where Facebook says that nobody has asked it to publish: the last phase has not begun, and no earlier one is under
 * way that it could be waiting for.
 */
export function isUntouched({ status, published }: VideoAnswer): boolean {
  const { video_status: word, processing_phase: processing, publishing_phase: last } = status ?? {}
  if (published === true || word === 'processing') return false
  if (processing?.status === 'in_progress') return false
  if (last?.status !== undefined) return last.status === 'not_started'
  const begun = processing?.status !== undefined && processing.status !== 'not_started'
  return !begun && (word === 'uploading' || word === 'upload_complete')
}

/** True where Facebook says that it was asked to publish, whatever comes of it. */
export function isUnderWay({ status }: VideoAnswer): boolean {
  const begun = status?.publishing_phase?.status
  return begun !== undefined && begun !== 'not_started'
}

/** Facebook's word that the video will never be; `null` for any other state, also an unknown one. */
export function videoRefusal({ status }: VideoAnswer, field: string): ConnectorFailure | null {
  const word = status?.video_status ?? ''
  if (word === 'expired' || word === 'upload_failed') {
    return failures.preparationLost({
      message: 'Facebook has given the upload of the video up.',
      remedy: 'Nothing: it is uploaded again.',
      networkCode: word,
    })
  }
  const failed = [
    word,
    status?.uploading_phase?.status,
    status?.processing_phase?.status,
    status?.publishing_phase?.status,
    status?.publishing_phase?.publish_status,
  ].includes('error')
  if (!failed) return null
  const networkMessage = status?.processing_phase?.error?.message
  return failures.contentRejected({
    message: 'Facebook could not process the video.',
    remedy: 'Convert it to MP4 with H.264 and AAC, or use another file.',
    field,
    ...(networkMessage && { networkMessage }),
    networkCode: word || 'error',
  })
}
