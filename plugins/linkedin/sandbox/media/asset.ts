/** What an upload is to become. */
export type AssetKind = 'image' | 'video' | 'document'

/** linkedin.md 2.2. */
export type AssetStatus = 'WAITING_UPLOAD' | 'PROCESSING' | 'AVAILABLE' | 'PROCESSING_FAILED'

/** One part of a video; a picture and a document are one part. */
export interface AssetPart {
  readonly etag: string
  readonly bytes: number
}

/** What became of an upload whose bytes are all there. */
export interface Uploaded {
  /** Milliseconds since 1970. */
  readonly at: number
  readonly mimeType: string
  readonly width: number | null
  readonly height: number | null
  readonly durationMs: number | null
  /** Of a PDF whose pages can be counted. */
  readonly pages: number | null
  /** Questions for the status since. */
  readonly polls: number
  /** Under the fault `processing_slow`, in milliseconds since 1970. */
  readonly slowUntil: number
  /** Why it cannot be used, or `null`. */
  readonly failure: string | null
}

/** An upload as the store keeps it. */
export interface Asset {
  /** The end of its URN: `D4E22AQ…`. */
  readonly id: string
  readonly kind: AssetKind
  readonly owner: string
  /** Who asked for it. */
  readonly memberId: string
  readonly secret: string
  readonly expiresAt: number
  /** As declared; of videos only. */
  readonly fileSize: number | null
  readonly parts: Readonly<Record<string, AssetPart>>
  readonly uploaded: Uploaded | null
}
