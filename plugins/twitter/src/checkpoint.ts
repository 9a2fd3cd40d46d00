import type { Checkpoint, PublishPart } from '@t21/plugin-kit'
import { read, uploadedMedia } from '@t21/plugin-kit'
import { Type, type Static } from 'typebox'
import { mediaReserveSeconds } from './limits.ts'

/** How far one file is: nothing yet, being uploaded, being processed by X, or usable. */
const MediaProgress = Type.Object({
  /** T21's id of the file, so that a file exchanged in the post is uploaded. */
  sourceId: Type.String(),
  mediaId: Type.String(),
  state: Type.Union([
    Type.Literal('pending'),
    Type.Literal('uploading'),
    Type.Literal('processing'),
    Type.Literal('uploaded'),
  ]),
  nextSegment: Type.Integer(),
  /** ISO 8601. */
  expiresAt: Type.String(),
  /** The alternative text that X has, or `null`. */
  altText: Type.Union([Type.String(), Type.Null()]),
  /** How often the upload was begun anew because X no longer knew it. */
  restarts: Type.Integer(),
})

/** See above. */
export type MediaProgress = Static<typeof MediaProgress>

const MediaCheckpoint = Type.Object({ v: Type.Literal(1), media: Type.Array(MediaProgress) })

/** What is kept between the steps: one entry per file of the part, in order. */
export type MediaCheckpoint = Static<typeof MediaCheckpoint>

/** A file of which nothing has been uploaded. */
export function pending(sourceId: string, restarts = 0): MediaProgress {
  return {
    sourceId,
    mediaId: '',
    state: 'pending',
    nextSegment: 0,
    expiresAt: '',
    altText: null,
    restarts,
  }
}

/**
 * Where a part stands now. Files that were exchanged since, and uploads that X will soon forget
 * (24 h, twitter.md 2.2), begin again.
 */
export function progressOf(
  part: PublishPart,
  checkpoint: Checkpoint | null,
  now: Date,
): readonly MediaProgress[] {
  const stored = read(MediaCheckpoint, checkpoint)?.media ?? []
  return part.media.map((file, index) => {
    const known = stored[index]
    if (!known || known.sourceId !== file.id) return pending(file.id)
    if (known.state !== 'pending' && isStale(known, now)) return pending(file.id)
    return known
  })
}

/** The ids to attach, or `null` where the checkpoint is not that of a prepared part. */
export function readyMediaIds(part: PublishPart, checkpoint: Checkpoint): string[] | null {
  const media = uploadedMedia(part, read(MediaCheckpoint, checkpoint)?.media)
  return media && media.map(({ mediaId }) => mediaId)
}

/** The JSON that T21 stores. */
export function toCheckpoint(media: readonly MediaProgress[]): Checkpoint {
  return { v: 1, media }
}

function isStale(known: MediaProgress, now: Date): boolean {
  const left = Date.parse(known.expiresAt) - now.getTime()
  return !(left > mediaReserveSeconds * 1000)
}
