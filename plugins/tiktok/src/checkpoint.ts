import type { Checkpoint } from '@t21/plugin-kit'
import { read } from '@t21/plugin-kit'
import { Type, type Static } from 'typebox'

/** TikTok has said that the account may publish this; nothing was begun. */
const Allowed = Type.Object({
  v: Type.Literal(1),
  state: Type.Literal('allowed'),
  /** ISO 8601. */
  at: Type.String(),
})

/** A video that is being uploaded. */
const Upload = Type.Object({
  v: Type.Literal(1),
  /** `uploading`: pieces are missing before the last; `ready`: only the last one is; `sent`: none is. */
  state: Type.Union([Type.Literal('uploading'), Type.Literal('ready'), Type.Literal('sent')]),
  source: Type.Literal('FILE_UPLOAD'),
  publishId: Type.String(),
  uploadUrl: Type.String(),
  /** ISO 8601. */
  expiresAt: Type.String(),
  /** T21's id of the file, so that an exchanged file is uploaded. */
  sourceId: Type.String(),
  size: Type.Integer(),
  /** What init was told, so that a post that was edited since is begun anew. */
  told: Type.String(),
  /** The first byte of the next piece. */
  offset: Type.Integer(),
  /** How often TikTok was asked after it. */
  asked: Type.Integer(),
})

/** A post whose files TikTok fetches; without an id, init was not answered yet. */
const Pull = Type.Object({
  v: Type.Literal(1),
  state: Type.Union([Type.Literal('ready'), Type.Literal('sent')]),
  source: Type.Literal('PULL_FROM_URL'),
  publishId: Type.Union([Type.String(), Type.Null()]),
  asked: Type.Integer(),
})

/** See above. */
export type Upload = Static<typeof Upload>
/** See above. */
export type Pull = Static<typeof Pull>
/** What is kept between the steps. */
export type Progress = Static<typeof Allowed> | Upload | Pull

const Progress = Type.Union([Allowed, Upload, Pull])

/** Where a part stands, or `null` at its beginning. */
export function progressOf(checkpoint: Checkpoint | null): Progress | null {
  return read(Progress, checkpoint)
}

/** A post that TikTok is to fetch; `publishId` once init has answered. */
export function pull(publishId: string | null): Pull {
  const state = publishId === null ? 'ready' : 'sent'
  return { v: 1, state, source: 'PULL_FROM_URL', publishId, asked: 0 }
}

/** Seconds until TikTok is asked after a post again: 3, 6, 12 … 60. Most are there within a minute. */
export function patience(asked: number): number {
  return Math.min(3 * 2 ** asked, 60)
}
