import type { Checkpoint, PublishMedia, PublishPart } from '@t21/plugin-kit'
import { read, uploadedMedia } from '@t21/plugin-kit'
import { Type, type Static } from 'typebox'
import { stagedLifeSeconds, stagedReserveSeconds } from './limits.ts'

/**
 * How far one file is: `pending` nothing yet; `uploading` its bytes are being sent; `asking` Facebook has to say how
 * many it has; `checking` Facebook has to say that it can be used; `uploaded` it can be.
 */
const MediaProgress = Type.Object({
  /** T21's id of the file, so that a file exchanged in the post is uploaded. */
  sourceId: Type.String(),
  /** Facebook's id of the photo or video. */
  remoteId: Type.String(),
  /** The session of a chunked upload, or the address of another one. */
  session: Type.String(),
  state: Type.Union([
    Type.Literal('pending'),
    Type.Literal('uploading'),
    Type.Literal('asking'),
    Type.Literal('checking'),
    Type.Literal('uploaded'),
  ]),
  /** Bytes that Facebook has. */
  offset: Type.Integer(),
  /** Where the piece ends that Facebook wants next; equal to `offset` at the end. */
  end: Type.Integer(),
  /** ISO 8601. */
  expiresAt: Type.String(),
  /** The alternative text that a photo was staged with. */
  altText: Type.String(),
  /** How often the upload was begun anew because Facebook no longer knew it. */
  restarts: Type.Integer(),
})

/** See above. */
export type MediaProgress = Static<typeof MediaProgress>

const PartCheckpoint = Type.Object({
  v: Type.Literal(1),
  /** As the files were staged: a photo of a story is not that of a post. */
  form: Type.String(),
  media: Type.Array(MediaProgress),
  /** After `commit`: what Facebook said of the post's id, and how often it was looked for. */
  postId: Type.Optional(Type.String()),
  looks: Type.Optional(Type.Integer()),
})

/** What is kept between the steps: one entry per file of the part, in order. */
export type PartCheckpoint = Static<typeof PartCheckpoint>

/** A checkpoint as it was stored; `null` for any other JSON. */
export function readCheckpoint(checkpoint: Checkpoint | null): PartCheckpoint | null {
  return read(PartCheckpoint, checkpoint)
}

/** A file of which nothing has been uploaded. */
export function pending(file: Pick<PublishMedia, 'id' | 'altText'>, restarts = 0): MediaProgress {
  return {
    sourceId: file.id,
    remoteId: '',
    session: '',
    state: 'pending',
    offset: 0,
    end: 0,
    expiresAt: '',
    altText: file.altText ?? '',
    restarts,
  }
}

/** When something that was staged now is no longer trusted. */
export function expiryOf(now: Date): string {
  return new Date(now.getTime() + stagedLifeSeconds * 1000).toISOString()
}

/**
 * Where a part stands now. Files that were exchanged or described anew since, and uploads that Facebook may soon forget,
 * begin again.
 */
export function progressOf(
  part: PublishPart,
  form: string,
  checkpoint: Checkpoint | null,
  now: Date,
): readonly MediaProgress[] {
  const stored = readCheckpoint(checkpoint)
  return part.media.map((file, index) => {
    const known = stored?.form === form ? stored.media[index] : undefined
    if (!known || known.sourceId !== file.id) return pending(file)
    if (known.altText !== (file.altText ?? '')) return pending(file)
    if (known.state !== 'pending' && isStale(known, now)) return pending(file)
    return known
  })
}

/** Facebook's ids of the files, or `null` where the checkpoint is not that of a prepared part. */
export function readyMedia(
  part: PublishPart,
  form: string,
  checkpoint: Checkpoint,
): readonly MediaProgress[] | null {
  const stored = readCheckpoint(checkpoint)
  return stored?.form === form ? uploadedMedia(part, stored.media) : null
}

/** The JSON that T21 stores. */
export function toCheckpoint(form: string, media: readonly MediaProgress[]): PartCheckpoint {
  return { v: 1, form, media: [...media] }
}

function isStale(known: MediaProgress, now: Date): boolean {
  const left = Date.parse(known.expiresAt) - now.getTime()
  return !(left > stagedReserveSeconds * 1000)
}
