import type { Metadata, OutputInfo, Sharp } from 'sharp'
import { sharp } from './decoding.ts'
import type { MediaFormat } from './media.formats.ts'
import type { Inspected } from './inspect.ts'
import { MediaRefused } from './media.refusals.ts'
import type { WorkFolder } from './work-folder.ts'

const longestSeconds = 30
const thumbnailPixels = 512
/** What browsers make of a frame that states no time. */
const defaultFrameMilliseconds = 100

/**
 * Decodes a picture completely and encodes it anew: whatever else was in the file (EXIF with its
 * position, comments, an archive behind the last byte) does not get into the library. The orientation
 * is applied, colours become sRGB, moving pictures keep moving.
 *
 * @throws MediaRefused
 */
export async function inspectImage(
  folder: WorkFolder,
  format: MediaFormat,
  { maxPixels }: { readonly maxPixels: number },
): Promise<Inspected> {
  try {
    const options = { limitInputPixels: maxPixels, failOn: 'error', sequentialRead: true } as const
    const {
      pages = 1,
      delay = [],
      ...metadata
    } = await sharp(folder.original, {
      ...options,
      animated: true,
    }).metadata()
    const animated = pages > 1
    const picture = sharp(folder.original, { ...options, animated })
    const upright = animated ? picture : picture.autoOrient()
    const info = await encode(upright, format, metadata)
      .timeout({ seconds: longestSeconds })
      .toFile(folder.encoded)
    await sharp(folder.encoded, { ...options, pages: 1 })
      .resize(thumbnailPixels, thumbnailPixels, { fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 80 })
      .timeout({ seconds: longestSeconds })
      .toFile(folder.thumbnail)
    return {
      kind: animated && format.mimeType === 'image/gif' ? 'gif' : 'image',
      mimeType: format.mimeType,
      path: folder.encoded,
      thumbnailPath: folder.thumbnail,
      width: info.width,
      height: heightOf(info),
      durationMs: animated ? durationOf(delay) : null,
      facts: {},
    }
  } catch (error) {
    throw refusalOf(error, maxPixels)
  }
}

function encode(picture: Sharp, { mimeType }: MediaFormat, metadata: Partial<Metadata>): Sharp {
  if (mimeType === 'image/png') return picture.png()
  if (mimeType === 'image/gif') return picture.gif()
  if (mimeType === 'image/webp') return picture.webp({ quality: 92 })
  // Fine coloured detail stays where the camera has kept it.
  const chromaSubsampling = metadata.chromaSubsampling === '4:4:4' ? '4:4:4' : '4:2:0'
  return picture.jpeg({ quality: 92, chromaSubsampling })
}

/** The frames of a moving picture lie below each other. */
function heightOf(info: OutputInfo): number {
  return info.pageHeight ?? info.height
}

function durationOf(delays: readonly number[]): number {
  return delays.reduce((sum, delay) => sum + (delay > 0 ? delay : defaultFrameMilliseconds), 0)
}

function refusalOf(error: unknown, maxPixels: number): unknown {
  if (!(error instanceof Error) || 'code' in error) return error
  if (/exceeds pixel limit/.test(error.message)) {
    return new MediaRefused(`The picture has more than ${maxPixels} pixels in all.`, {
      cause: error,
    })
  }
  if (/ENOSPC|no space/i.test(error.message)) return error
  return new MediaRefused('The picture is damaged and cannot be decoded.', { cause: error })
}
