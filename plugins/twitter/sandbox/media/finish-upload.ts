import { countGifFrames, videoLength, type EmulatorContext } from '@t21/plugin-kit/sandbox'
import { imageSize } from 'image-size'
import { invalidRequest } from '../api/errors.ts'
import { mediaLimits } from '../api/limits.ts'
import { familyOf } from './categories.ts'
import type { FinishedUpload, StoredMedia } from './media.ts'
import { startProcessing } from './processing.ts'
import { isOfType } from './sniff.ts'

/**
 * Looks at an upload's bytes once they are all there. A picture is ready then; a GIF or video begins
 * to be processed, and what is wrong with it shows only at the end of that.
 *
 * @throws Refusal 400 where the bytes are not what was declared
 */
export function finishUpload(
  context: EmulatorContext,
  media: StoredMedia,
  bytes: Buffer,
): FinishedUpload {
  if (!isOfType(bytes, media.mediaType)) {
    throw invalidRequest(`The uploaded file is not ${media.mediaType}.`, {
      media_type: [media.mediaType],
    })
  }
  const facts = { at: context.now().getTime(), size: bytes.length }
  const nothing = { width: null, height: null, durationMs: null }
  switch (familyOf(media.category)) {
    case 'subtitles':
      return { ...facts, ...nothing, processing: null }
    case 'image':
      return { ...facts, ...nothing, ...requireDimensions(bytes, media), processing: null }
    case 'gif': {
      const dimensions = requireDimensions(bytes, media)
      const processing = startProcessing(context, gifFailure(bytes, dimensions))
      return { ...facts, ...nothing, ...dimensions, processing }
    }
    case 'video': {
      const durationMs = videoLength(bytes) ?? null
      const tooShort = durationMs !== null && durationMs < mediaLimits.videoMinimumMs
      const processing = startProcessing(context, tooShort ? 'The video is too short' : null)
      return { ...facts, ...nothing, durationMs, processing }
    }
  }
}

interface Dimensions {
  readonly width: number
  readonly height: number
}

function requireDimensions(bytes: Buffer, media: StoredMedia): Dimensions {
  try {
    const { width, height } = imageSize(bytes)
    if (width > 0 && height > 0) return { width, height }
  } catch {
    // Bytes that begin like a picture and are none end here.
  }
  throw invalidRequest(`The uploaded file is not a readable ${media.mediaType}.`, {
    media_type: [media.mediaType],
  })
}

function gifFailure(bytes: Buffer, { width, height }: Dimensions): string | null {
  const frames = countGifFrames(bytes)
  if (frames === undefined) return 'The GIF cannot be read'
  if (width > mediaLimits.gifWidth || height > mediaLimits.gifHeight) {
    return `The GIF is larger than ${mediaLimits.gifWidth}x${mediaLimits.gifHeight}`
  }
  if (frames > mediaLimits.gifFrames) return `The GIF has more than ${mediaLimits.gifFrames} frames`
  if (frames * width * height > mediaLimits.gifPixels) return 'The GIF has too many pixels'
  return null
}
