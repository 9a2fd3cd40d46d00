import { countGifFrames, videoLength } from '@t21/plugin-kit/sandbox'
import { imageSize } from 'image-size'
import { mediaLimits } from '../api/limits.ts'
import type { AssetKind, Uploaded } from './asset.ts'
import { pagesOfPdf } from './pdf-pages.ts'
import { sniff } from './sniff.ts'

/** What processing finds out about a file: what it is, and why it cannot be used. */
export type FileFacts = Pick<
  Uploaded,
  'mimeType' | 'width' | 'height' | 'durationMs' | 'pages' | 'failure'
>

const nothing = { width: null, height: null, durationMs: null, pages: null }

/** Looks at the bytes of a picture, video or document (linkedin.md 2.2 to 2.4). */
export function factsOf(kind: AssetKind, bytes: Buffer): FileFacts {
  const mimeType = sniff(bytes)
  if (mimeType === undefined || !takes(kind, mimeType)) {
    const failure = `The file is not a ${kind} that LinkedIn takes`
    return { ...nothing, mimeType: mimeType ?? 'application/octet-stream', failure }
  }
  if (kind === 'image') return imageFacts(bytes, mimeType)
  if (kind === 'video') return videoFacts(bytes, mimeType)
  return documentFacts(bytes, mimeType)
}

function takes(kind: AssetKind, mimeType: string): boolean {
  if (kind === 'image') return mimeType.startsWith('image/')
  if (kind === 'video') return mimeType === 'video/mp4'
  return mimeType.startsWith('application/')
}

function imageFacts(bytes: Buffer, mimeType: string): FileFacts {
  const size = sizeOf(bytes)
  if (size === undefined) return { ...nothing, mimeType, failure: 'The picture cannot be read' }
  return { ...nothing, ...size, mimeType, failure: imageFailure(bytes, mimeType, size) }
}

interface Size {
  readonly width: number
  readonly height: number
}

function sizeOf(bytes: Buffer): Size | undefined {
  try {
    const { width, height } = imageSize(bytes)
    return width > 0 && height > 0 ? { width, height } : undefined
  } catch {
    // Bytes that begin like a picture and are none.
    return undefined
  }
}

function imageFailure(bytes: Buffer, mimeType: string, { width, height }: Size): string | null {
  if (width * height >= mediaLimits.imagePixels) {
    return `The picture has ${mediaLimits.imagePixels} pixels or more`
  }
  if (mimeType !== 'image/gif') return null
  const frames = countGifFrames(bytes)
  if (frames === undefined) return 'The GIF cannot be read'
  return frames > mediaLimits.gifFrames
    ? `The GIF has more than ${mediaLimits.gifFrames} frames`
    : null
}

function videoFacts(bytes: Buffer, mimeType: string): FileFacts {
  const durationMs = videoLength(bytes) ?? null
  const facts = { ...nothing, mimeType, durationMs }
  // A file without a movie header cannot be played.
  if (durationMs === null) return { ...facts, failure: 'The video cannot be read' }
  const seconds = durationMs / 1000
  if (seconds < mediaLimits.videoSecondsLeast) {
    return { ...facts, failure: `The video is shorter than ${mediaLimits.videoSecondsLeast} s` }
  }
  const tooLong = seconds > mediaLimits.videoSecondsMost
  const failure = tooLong ? `The video is longer than ${mediaLimits.videoSecondsMost} s` : null
  return { ...facts, failure }
}

function documentFacts(bytes: Buffer, mimeType: string): FileFacts {
  const facts = { ...nothing, mimeType }
  if (bytes.length > mediaLimits.documentBytes) {
    return { ...facts, failure: 'The document is larger than 100 MB' }
  }
  const pages = (mimeType === 'application/pdf' ? pagesOfPdf(bytes) : undefined) ?? null
  const tooLong = pages !== null && pages > mediaLimits.documentPages
  const failure = tooLong ? `The document has more than ${mediaLimits.documentPages} pages` : null
  return { ...facts, pages, failure }
}
