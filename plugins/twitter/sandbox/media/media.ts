/** What media are uploaded for. */
export type MediaCategory =
  | 'tweet_image'
  | 'tweet_gif'
  | 'tweet_video'
  | 'amplify_video'
  | 'dm_image'
  | 'dm_gif'
  | 'dm_video'
  | 'subtitles'

/** Subtitles of a video. */
export interface Subtitles {
  readonly id: string
  readonly languageCode: string
  readonly displayName: string
}

/** What became of an upload whose bytes are all there. */
export interface FinishedUpload {
  /** Milliseconds since 1970. */
  readonly at: number
  readonly size: number
  readonly width: number | null
  readonly height: number | null
  readonly durationMs: number | null
  /** Absent for what is ready at once: pictures and subtitles. */
  readonly processing: Processing | null
}

/** The processing of a GIF or a video. */
export interface Processing {
  /** How often its state was asked for. */
  readonly polls: number
  /** Not done before this time (milliseconds since 1970), whatever is asked. */
  readonly slowUntil: number
  /** Why it will fail, if it will. */
  readonly failure: string | null
}

/** An upload as the store keeps it; its bytes are kept apart. */
export interface StoredMedia {
  readonly id: string
  readonly mediaKey: string
  readonly ownerId: string
  readonly additionalOwners: readonly string[]
  readonly category: MediaCategory
  readonly mediaType: string
  readonly totalBytes: number
  readonly createdAt: number
  readonly expiresAt: number
  /** Bytes of each segment that has come, by its index. */
  readonly segments: Readonly<Record<string, number>>
  readonly finished: FinishedUpload | null
  readonly altText: string | null
  readonly subtitles: readonly Subtitles[]
}
