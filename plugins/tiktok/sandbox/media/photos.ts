import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { imageSize } from 'image-size'
import { photoLimits } from '../api/limits.ts'
import type { Inspected } from '../posts/arrival.ts'
import type { Publication, PublishedFile } from '../posts/publication.ts'
import { fileId } from './file-id.ts'

const types: Readonly<Record<string, string>> = { jpg: 'image/jpeg', webp: 'image/webp' }

/** Looks at photos (tiktok.md 3) and keeps them, the cover first, or says the `fail_reason`. */
export async function inspectPhotos(
  context: EmulatorContext,
  publication: Publication,
  pulled: readonly (Buffer | undefined)[],
  cover: number,
): Promise<Inspected> {
  const files: PublishedFile[] = []
  for (const [index, bytes] of pulled.entries()) {
    if (bytes === undefined) return { failure: 'photo_pull_failed' }
    const looked = look(bytes)
    if (typeof looked === 'string') return { failure: looked }
    files.push({ ...looked, id: fileId(publication, index) })
  }
  for (const [index, bytes] of pulled.entries()) {
    if (bytes !== undefined) await context.store.putBytes(fileId(publication, index), bytes)
  }
  return { files: [...files.slice(cover, cover + 1), ...files.toSpliced(cover, 1)] }
}

function look(bytes: Buffer): Omit<PublishedFile, 'id'> | string {
  const size = sizeOf(bytes)
  const mimeType = types[size?.type ?? '']
  if (size === undefined || mimeType === undefined || bytes.length > photoLimits.bytes) {
    return 'file_format_check_failed'
  }
  const { width, height } = size
  if (Math.min(width, height) > photoLimits.shortSide) return 'picture_size_check_failed'
  return { kind: 'image', mimeType, width, height, seconds: 0 }
}

function sizeOf(bytes: Buffer): ReturnType<typeof imageSize> | undefined {
  try {
    return imageSize(bytes)
  } catch {
    // What it cannot read is no picture.
    return undefined
  }
}
