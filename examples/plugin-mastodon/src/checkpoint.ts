import type { Checkpoint, PublishPart } from '@t21/plugin-kit'
import { read, uploadedMedia } from '@t21/plugin-kit'
import { Type, type Static } from 'typebox'
import { mediaLifeSeconds } from './limits.ts'

/** How far one file is: nothing yet, being processed by the instance, or usable. */
const MediaProgress = Type.Object({
  /** T21's id of the file, so that a file exchanged in the post is uploaded. */
  sourceId: Type.String(),
  mediaId: Type.String(),
  state: Type.Union([
    Type.Literal('pending'),
    Type.Literal('processing'),
    Type.Literal('uploaded'),
  ]),
  /** ISO 8601. */
  uploadedAt: Type.String(),
  /** The alternative text that the instance has, or `null`. */
  altText: Type.Union([Type.String(), Type.Null()]),
  /** How often the upload was begun anew because the instance no longer knew it. */
  restarts: Type.Integer(),
})

/** See above. */
export type MediaProgress = Static<typeof MediaProgress>

/** What the next post of a thread takes over from the one before. */
const Inherited = Type.Object({
  visibility: Type.Union([Type.String(), Type.Null()]),
  contentWarning: Type.String(),
  language: Type.Union([Type.String(), Type.Null()]),
})

/** See above. */
export type Inherited = Static<typeof Inherited>

const PartCheckpoint = Type.Object({
  v: Type.Literal(1),
  /** The `Idempotency-Key` of this part: the same at every attempt, another one for every part. */
  key: Type.String({ minLength: 1 }),
  inherited: Type.Union([Inherited, Type.Null()]),
  media: Type.Array(MediaProgress),
})

/** What is kept of a part between two calls. */
export type PartCheckpoint = Static<typeof PartCheckpoint>

/** A file of which nothing has been uploaded. */
export function pending(sourceId: string, restarts = 0): MediaProgress {
  return { sourceId, mediaId: '', state: 'pending', uploadedAt: '', altText: null, restarts }
}

/**
 * Where a part stands now. The key is made once and kept, so that a post sent twice is one post. Files that were
 * exchanged since, and uploads that the instance will soon forget, begin again.
 */
export function progressOf(
  part: PublishPart,
  checkpoint: Checkpoint | null,
  now: Date,
): PartCheckpoint {
  const stored = read(PartCheckpoint, checkpoint)
  return {
    v: 1,
    key: stored?.key ?? crypto.randomUUID(),
    inherited: stored?.inherited ?? null,
    media: part.media.map((file, index) => {
      const known = stored?.media[index]
      return known?.sourceId === file.id && !isStale(known, now) ? known : pending(file.id)
    }),
  }
}

/** The checkpoint of a part that is prepared, or `null`. */
export function preparedPart(part: PublishPart, checkpoint: Checkpoint): PartCheckpoint | null {
  const stored = read(PartCheckpoint, checkpoint)
  if (part.previous !== null && stored?.inherited === null) return null
  return uploadedMedia(part, stored?.media) && stored
}

function isStale(known: MediaProgress, now: Date): boolean {
  if (known.state === 'pending') return false
  return !(now.getTime() - Date.parse(known.uploadedAt) < mediaLifeSeconds * 1000)
}
