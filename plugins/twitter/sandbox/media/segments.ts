import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { invalidRequest } from '../api/errors.ts'
import { findMedia, keepMedia } from './media-store.ts'
import type { StoredMedia } from './media.ts'

/** Keeps a segment. One that comes again takes the place of the first. */
export async function putSegment(
  context: EmulatorContext,
  media: StoredMedia,
  index: number,
  bytes: Buffer,
): Promise<void> {
  await context.store.putBytes(segmentId(media, index), bytes)
  // Other segments may have come meanwhile: what is stored now counts, not what was read before.
  const current = findMedia(context, media.id) ?? media
  keepMedia(context, { ...current, segments: { ...current.segments, [index]: bytes.length } })
}

/**
 * The whole file: all its segments, without a gap, and exactly as long as announced.
 *
 * @throws Refusal 400
 */
export async function joinSegments(context: EmulatorContext, media: StoredMedia): Promise<Buffer> {
  const indexes = Object.keys(media.segments).map(Number)
  const missing = indexes.length === 0 ? 0 : firstGap(indexes)
  if (missing !== undefined) {
    throw invalidRequest(`Segments do not add up: segment ${missing} is missing.`, {
      segment_index: [String(missing)],
    })
  }
  const received = Object.values(media.segments).reduce((sum, size) => sum + size, 0)
  if (received !== media.totalBytes) {
    throw invalidRequest(
      `Segments do not add up: ${received} bytes received, ${media.totalBytes} announced.`,
      { total_bytes: [String(media.totalBytes)] },
    )
  }
  const parts = await Promise.all(
    indexes.map((index) => context.store.getBytes(segmentId(media, index))),
  )
  return Buffer.concat(parts.filter((part) => part !== undefined))
}

/** Forgets the segments of a file that has been joined. */
export async function removeSegments(context: EmulatorContext, media: StoredMedia): Promise<void> {
  const indexes = Object.keys(media.segments)
  await Promise.all(
    indexes.map((index) => context.store.removeBytes(segmentId(media, Number(index)))),
  )
}

/** Object keys that are whole numbers come in rising order. */
function firstGap(indexes: readonly number[]): number | undefined {
  const gap = indexes.findIndex((index, position) => index !== position)
  return gap === -1 ? undefined : gap
}

function segmentId(media: StoredMedia, index: number): string {
  return `${media.id}-${index}`
}
