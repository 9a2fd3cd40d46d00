import { gif, jpeg, png } from '../sandbox/files.ts'
import type { WallPost } from '../sandbox/wall.ts'
import type { ConformanceFile } from './options.ts'

/** A JPEG of this size. */
export function jpegFile(width: number, height: number): ConformanceFile {
  const bytes = () => jpeg(width, height)
  return { kind: 'image', mimeType: 'image/jpeg', width, height, bytes }
}

/** A PNG of this size. */
export function pngFile(width: number, height: number): ConformanceFile {
  return { kind: 'image', mimeType: 'image/png', width, height, bytes: () => png(width, height) }
}

/** A GIF of one pixel that moves. */
export function gifFile(): ConformanceFile {
  return { kind: 'gif', mimeType: 'image/gif', width: 1, height: 1, bytes: () => gif(3) }
}

/** Ten seconds for a telephone's screen, of the codecs that every network takes. @param bytes a file of which this is true */
export function uprightVideo(bytes: () => Uint8Array): ConformanceFile {
  return {
    kind: 'video',
    mimeType: 'video/mp4',
    width: 1080,
    height: 1920,
    durationMs: 10_000,
    frameRate: 30,
    videoCodec: 'h264',
    audioCodec: 'aac',
    bytes,
  }
}

/** For `looks` of a case: says which label of the post on the wall is another one than wanted. */
export function hasLabels(
  wanted: Readonly<Record<string, string>>,
): (post: WallPost) => string | undefined {
  return ({ labels }) => {
    const wrong = Object.entries(wanted).find(([name, value]) => labels[name] !== value)
    return wrong && `its label "${wrong[0]}" is not "${wrong[1]}" but ${labels[wrong[0]]}.`
  }
}
