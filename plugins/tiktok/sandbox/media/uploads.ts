import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { invalidParams, Refusal } from '../api/errors.ts'
import { newId, secretPart } from '../api/ids.ts'
import { uploadLimits } from '../api/limits.ts'
import type { ChunkedUpload, Publication } from '../posts/publication.ts'
import { findPublication } from '../posts/publications.ts'
import type { VideoSource } from '../posts/schemas.ts'

const host = 'open-upload.tiktokapis.com'

type FileUpload = Extract<VideoSource, { source: 'FILE_UPLOAD' }>

/**
 * Checks the figures of a chunked upload (tiktok.md 2.3).
 *
 * @throws Refusal 400
 */
export function planUpload(source: FileUpload): ChunkedUpload {
  const { video_size: size, chunk_size: chunkSize, total_chunk_count: chunks } = source
  const { smallVideoBytes, smallestChunkBytes, largestChunkBytes, videoBytes } = uploadLimits
  if (size > videoBytes) {
    throw new Refusal(400, 'invalid_file_upload', 'The video is larger than 4 GB.')
  }
  const whole = chunkSize === size && chunks === 1
  if (size < smallVideoBytes && !whole) {
    throw invalidParams('A video below 5 MB is one chunk: chunk_size must be video_size.')
  }
  const possible = chunkSize >= smallestChunkBytes || size < smallVideoBytes
  if (!possible || chunkSize > largestChunkBytes || chunkSize > size) {
    throw invalidParams('source_info.chunk_size: the chunk size is invalid (5 MB to 64 MB).')
  }
  if (size > largestChunkBytes && chunks === 1) {
    throw invalidParams('A video above 64 MB must be sent in several chunks.')
  }
  if (chunks !== Math.floor(size / chunkSize) || chunks > uploadLimits.chunks) {
    throw invalidParams('source_info.total_chunk_count: the total chunk count is invalid.')
  }
  return { token: secretPart(32), size, chunkSize, chunks, received: 0, receivedChunks: 0 }
}

/** Where the chunks go: below 256 characters, good for an hour. */
export function uploadAddress(
  context: EmulatorContext,
  { id }: Publication,
  { token }: ChunkedUpload,
): string {
  const uploadId = newId(context)
  context.store.collection<string>('uploads').set(uploadId, id)
  return `${context.origin(host)}/video/?upload_id=${uploadId}&upload_token=${token}`
}

/** The attempt to which an upload address belongs. */
export function uploadOf(context: EmulatorContext, uploadId: string): Publication | undefined {
  const id = context.store.collection<string>('uploads').get(uploadId)
  return id === undefined ? undefined : findPublication(context, id)
}
