import { invalidParameter, refusal, type Parameters } from '@t21/meta-graph/sandbox'
import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { videoLimits } from '../api/limits.ts'
import { numbered } from '../api/refusals.ts'
import { checkedPicture, fetchBytes } from './picture-file.ts'
import { bytesOfHandle } from './resumable.routes.ts'
import { withBytes } from './video-processing.ts'
import { keepVideo, openVideo, type StoredVideo } from './video.ts'

/**
 * A video of `source` (multipart), `file_url` or `fbuploader_video_file_chunk` (facebook.md 2.4), with its
 * bytes kept.
 *
 * @throws GraphRefusal 100 for none, 100/2061006 for an address, 352 for something that is no video
 */
export async function receiveVideo(
  context: EmulatorContext,
  pageId: string,
  params: Parameters,
): Promise<StoredVideo> {
  const bytes = await readBytes(context, params)
  return await storeVideo(context, openVideo(context, pageId, 'video'), bytes)
}

/** Keeps all bytes of a video that was opened. @throws GraphRefusal 352 */
export async function storeVideo(
  context: EmulatorContext,
  video: StoredVideo,
  bytes: Buffer,
): Promise<StoredVideo> {
  const filled = bytes.length > videoLimits.bytes ? undefined : withBytes(context, video, bytes)
  if (filled === undefined) {
    throw refusal({
      message: '(#352) The video file you selected is in a format that we don’t support.',
      code: 352,
      subcode: 1363024,
    })
  }
  await context.store.putBytes(video.id, bytes)
  keepVideo(context, filled)
  return filled
}

/** `thumb`: a picture in a multipart body. @throws GraphRefusal 324, 100/1366046 */
export function requireThumb(params: Parameters): void {
  const thumb = params.file('thumb')
  if (thumb !== undefined) checkedPicture(thumb.value)
}

async function readBytes(context: EmulatorContext, params: Parameters): Promise<Buffer> {
  const file = params.file('source')
  if (file !== undefined) return file.value
  const url = params.get('file_url')
  if (url !== undefined) return await fetchBytes(context, url)
  const handle = params.get('fbuploader_video_file_chunk')
  if (handle === undefined) {
    throw invalidParameter(
      'You must provide one of source, file_url or fbuploader_video_file_chunk',
    )
  }
  const bytes = await bytesOfHandle(context, handle)
  if (bytes === undefined) throw numbered(2069019)
  return bytes
}
