import type { Checkpoint, MediaFacts, PublishPart } from '@t21/plugin-kit'
import { read, uploadedMedia } from '@t21/plugin-kit'
import { Type, type Static } from 'typebox'
import { uploadReserveSeconds } from './limits.ts'

/** One piece of a file: where it goes, which bytes, and LinkedIn's receipt. */
const Piece = Type.Object({
  /** Emptied once the piece is there: an address is long, and a video has up to 125. */
  url: Type.String(),
  firstByte: Type.Integer(),
  /** Inclusive, as LinkedIn counts. */
  lastByte: Type.Integer(),
  /** `null` until it was sent; empty where the file is one piece, for which LinkedIn wants no receipt. */
  etag: Type.Union([Type.String(), Type.Null()]),
})

/** How far one file is: nothing yet, being uploaded, being processed by LinkedIn, or usable. */
const MediaProgress = Type.Object({
  /** T21's id of the file, so that a file exchanged in the post is uploaded. */
  sourceId: Type.String(),
  urn: Type.String(),
  state: Type.Union([
    Type.Literal('pending'),
    Type.Literal('uploading'),
    Type.Literal('processing'),
    Type.Literal('uploaded'),
  ]),
  uploadToken: Type.String(),
  pieces: Type.Array(Piece),
  /** When the upload addresses end, ISO 8601; empty where LinkedIn did not say. */
  expiresAt: Type.String(),
  /** How often LinkedIn was asked whether the file is processed. */
  asked: Type.Integer(),
  /** How often the upload was begun anew. */
  restarts: Type.Integer(),
})

/** See above. */
export type MediaProgress = Static<typeof MediaProgress>

const MediaCheckpoint = Type.Object({
  v: Type.Literal(1),
  /** Uploads belong to whoever publishes: another owner's cannot be used. */
  owner: Type.String(),
  media: Type.Array(MediaProgress),
})

/** A file of which nothing has been uploaded. */
export function pending(sourceId: string, restarts = 0): MediaProgress {
  return {
    sourceId,
    urn: '',
    state: 'pending',
    uploadToken: '',
    pieces: [],
    expiresAt: '',
    asked: 0,
    restarts,
  }
}

/** Where a part stands now. Files that were exchanged since, and unfinished uploads whose addresses end, begin again. */
export function progressOf(
  part: PublishPart,
  checkpoint: Checkpoint | null,
  owner: string,
  now: Date,
): readonly MediaProgress[] {
  const stored = read(MediaCheckpoint, checkpoint)
  return part.media.map((file, index) => {
    const known = stored?.owner === owner ? stored.media[index] : undefined
    if (!known || known.sourceId !== file.id) return pending(file.id)
    return isStale(known, now) ? pending(file.id) : known
  })
}

/** The URNs to attach, or `null` where the checkpoint is not that of a prepared part. */
export function readyUrns(
  part: { readonly media: readonly MediaFacts[] },
  checkpoint: Checkpoint,
): readonly string[] | null {
  const media = uploadedMedia(part, read(MediaCheckpoint, checkpoint)?.media)
  return media && media.map(({ urn }) => urn)
}

/** The JSON that T21 stores. */
export function toCheckpoint(media: readonly MediaProgress[], owner: string): Checkpoint {
  return { v: 1, owner, media }
}

function isStale(known: MediaProgress, now: Date): boolean {
  if (known.state !== 'uploading' || known.expiresAt === '') return false
  return Date.parse(known.expiresAt) - now.getTime() <= uploadReserveSeconds * 1000
}
