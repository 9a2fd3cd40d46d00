import { BaseModel } from '../../db/base.model.ts'

/** What a medium is. A GIF that moves is a `gif`; one that does not is an `image`. */
export type MediaKind = 'image' | 'gif' | 'video' | 'document'

/**
 * `storing`: its bytes are on their way. `ready`: can be used. `deleted`: its bytes wait for the sweep.
 * `removed`: its bytes are gone, and the row stays for the posts that once used it.
 */
export type MediaStatus = 'storing' | 'ready' | 'deleted' | 'removed'

/** What was found out about a file beside its size; kept for the checks of connectors. */
export interface StoredFacts {
  /** As MediaInfo names it: `MPEG-4`, `QuickTime`. */
  readonly container?: string
  readonly videoCodec?: string
  readonly audioCodec?: string
  /** Frames per second. */
  readonly frameRate?: number
  /** Clockwise degrees that a player turns the picture; `width` and `height` are after turning. */
  readonly rotation?: number
  /** Of a document. */
  readonly pages?: number
}

/** A picture, video or document of an organization's library. */
export class Media extends BaseModel {
  static override readonly tableName = 'media'
  static override readonly jsonAttributes = ['facts']
  declare id: string
  declare organizationId: string
  declare brandId: string | null
  declare userId: string | null
  declare kind: MediaKind
  declare status: MediaStatus
  declare storageKey: string
  declare thumbnailKey: string | null
  /** As the user called it, without anything that could be a path; never used as one. */
  declare originalName: string
  declare mimeType: string
  /** Bytes. */
  declare size: number
  declare width: number | null
  declare height: number | null
  declare durationMs: number | null
  /** Of the stored bytes. */
  declare sha256: Buffer
  /** Where it was imported from, without the query. */
  declare sourceUrl: string | null
  declare facts: StoredFacts
  declare alt: string | null
  declare tags: string[]
  declare version: number
  declare createdAt: Date
  declare updatedAt: Date
}
