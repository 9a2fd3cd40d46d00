import { imageSize } from 'image-size'
import type { ReceivedField } from '@t21/plugin-kit/sandbox'
import { invalid, unprocessable } from '../api/errors.ts'
import type { Instance } from '../instances.ts'
import type { StoredMedia } from './media.ts'
import { imageTypes, isOfType, videoTypes } from './sniff.ts'

/** What a file is. */
export type ReceivedFile = Pick<StoredMedia, 'kind' | 'mimeType' | 'width' | 'height'>

/**
 * Looks at a file as the instance does.
 *
 * @throws Refusal 422 for a type, a size or dimensions that it does not take
 */
export function inspectFile(instance: Instance, file: ReceivedField | undefined): ReceivedFile {
  if (file?.filename === undefined || file.value.length === 0) throw invalid("File can't be blank")
  const mimeType = (file.contentType ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  const isVideo = videoTypes.some((type) => type === mimeType)
  const isImage = imageTypes.some((type) => type === mimeType)
  if (!(isVideo || isImage) || !isOfType(file.value, mimeType)) {
    throw invalid('File content type is invalid, File is invalid')
  }
  const limit = isVideo ? instance.videoBytes : instance.imageBytes
  // Paperclip's `less_than`: as large as the limit is too large.
  if (file.value.length >= limit) {
    throw invalid(`File file size must be less than ${Math.round(limit / 1024 / 1024)} MB`)
  }
  if (isVideo) return { kind: 'video', mimeType, width: null, height: null }
  const { width, height } = dimensions(file.value)
  if (width * height > instance.imagePixels) {
    throw unprocessable(`${width}x${height} images are not supported`)
  }
  return { kind: mimeType === 'image/gif' ? 'gif' : 'image', mimeType, width, height }
}

function dimensions(bytes: Buffer): { width: number; height: number } {
  try {
    return imageSize(bytes)
  } catch {
    throw invalid('File is invalid')
  }
}
