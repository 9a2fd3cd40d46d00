/**
 * TikTok's limits: tiktok.md 2.3 and 3. Whether its MB has 1,000,000 or 1,048,576 bytes is not documented, so sizes
 * are those that hold under both readings.
 */
const MB = 1_000_000

/** UTF-16 code units, which is what JavaScript's `length` counts. */
export const textLimit = { video: 2200, photoTitle: 90, photo: 4000 } as const

export const videoLimit = {
  max: 1,
  maxBytes: 4000 * MB,
  // TikTok takes WebM too, which T21 does not store.
  mimeTypes: ['video/mp4', 'video/quicktime', 'video/webm'],
  storedMimeTypes: ['video/mp4', 'video/quicktime'],
  codecs: ['h264', 'hevc', 'vp8', 'vp9'],
  minFrameRate: 23,
  maxFrameRate: 60,
  minSide: 360,
  maxSide: 4096,
  /** Third parties saw `picture_size_check_failed` below it. */
  advisedSide: 720,
  maxSeconds: 600,
  /** Third parties name it; TikTok does not. */
  advisedMinSeconds: 3,
} as const

export const photoLimit = {
  max: 35,
  maxBytes: 20 * MB,
  mimeTypes: ['image/jpeg', 'image/webp'],
  /** Pixels of the shorter side. */
  maxShortSide: 1080,
} as const

/** One piece of an upload; the last one takes the rest and is below twice of it. */
export const chunkBytes = 10 * MB

/** How long an upload address lives, and what must be left of it for a piece to be sent. */
export const uploadLifeSeconds = 3600
export const uploadReserveSeconds = 120

/** How long TikTok's word about an account is good enough for the post that follows. */
export const creatorInfoSeconds = 300

/** Videos in one request of the numbers, or of the list. */
export const videosPerCall = 20

/** Direct posts of an account, over all apps, and posts that wait in its inbox, in 24 hours. */
export const dailyLimit = { posts: 15, pendingShares: 5, windowSeconds: 86_400 } as const
