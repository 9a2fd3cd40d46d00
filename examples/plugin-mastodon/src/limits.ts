/**
 * The limits of an instance that changed nothing (Mastodon 4.5). Each instance tells its own in
 * `GET /api/v2/instance`; these hold in the editor, as long as no account is connected.
 */
const MB = 1024 * 1024

/** As told by an instance. Files have to be smaller than their limit, not as large. */
export interface InstanceLimits {
  readonly maxCharacters: number
  readonly charactersPerUrl: number
  readonly maxMedia: number
  readonly maxDescription: number
  readonly imageBytes: number
  readonly imagePixels: number
  readonly videoBytes: number
  readonly videoPixels: number
  readonly videoFrameRate: number
  readonly mimeTypes: readonly string[]
  readonly pollOptions: number
  readonly pollOptionCharacters: number
  readonly pollMinSeconds: number
  readonly pollMaxSeconds: number
}

export const defaultLimits: InstanceLimits = {
  maxCharacters: 500,
  charactersPerUrl: 23,
  maxMedia: 4,
  maxDescription: 1500,
  imageBytes: 16 * MB,
  imagePixels: 33_177_600,
  videoBytes: 99 * MB,
  videoPixels: 8_294_400,
  videoFrameRate: 120,
  mimeTypes: [
    'image/jpeg',
    'image/png',
    'image/gif',
    'image/webp',
    'video/mp4',
    'video/quicktime',
    'video/webm',
  ],
  pollOptions: 4,
  pollOptionCharacters: 50,
  pollMinSeconds: 300,
  pollMaxSeconds: 2_629_746,
}

/** T21's own: Mastodon has no end of a thread. */
export const threadLimit = 50

/** Ids in one `GET /api/v1/statuses`. */
export const metricsBatch = 20

/** How long the instance remembers an idempotency key. */
export const keyLifeSeconds = 60 * 60

/** A file that no status uses is removed by the instance after about a day; T21 uploads it anew before. */
export const mediaLifeSeconds = 20 * 60 * 60
