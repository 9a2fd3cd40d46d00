import { batchLimit } from '@t21/meta-graph'

/** Facebook's limits: facebook.md 3. Sizes are bytes; Meta's MB is taken as 1,048,576 bytes. */
const MB = 1024 * 1024

/** Characters of a post, and of what is written to a video or reel. */
export const textLimit = 63_206

/** Above it a comment may be refused; not in Meta's documents, so only warned of. */
export const commentAdvice = 8_000

/** Of a post with a coloured background: facebook.md 2.1. */
export const colouredTextLimit = 130

export const photoLimit = {
  max: 10,
  maxBytes: 10 * MB,
  // BMP and TIFF are taken too, but T21 does not store them.
  mimeTypes: ['image/jpeg', 'image/png', 'image/gif'],
  /** Above it Facebook may make a PNG coarse. */
  pngAdvice: MB,
} as const

export const videoLimit = {
  maxBytes: 10 * 1024 * MB,
  mimeTypes: ['video/mp4', 'video/quicktime'],
  maxSeconds: 240 * 60,
} as const

/** Reels and video stories have one table: facebook.md 3. */
export const shortVideoLimit = {
  // T21's own: rupload documents no pieces, so the file is held in memory while it is sent.
  maxBytes: 300 * MB,
  mimeTypes: ['video/mp4'],
  videoCodecs: ['h264', 'hevc', 'vp9', 'av1'],
  audioCodecs: ['aac'],
  minWidth: 540,
  minHeight: 960,
  /** 9:16, give or take what rounding to even pixels makes of it. */
  ratio: 9 / 16,
  ratioTolerance: 0.01,
  minFrameRate: 24,
  maxFrameRate: 60,
  minSeconds: 3,
  maxSeconds: { reel: 90, story: 60 },
} as const

/** Reels by API: facebook.md 3. */
export const reelsPerDay = 30

/** The largest piece of a chunked upload; Facebook names where the next one begins. */
export const pieceBytes = 16 * MB

/** How long staged photos and uploads are trusted: facebook.md 2.3, unconfirmed. */
export const stagedLifeSeconds = 24 * 60 * 60

/** What is left of that must be longer than this, or it is staged again. */
export const stagedReserveSeconds = 60 * 60

/** How often an upload is begun anew because Facebook no longer knows it. */
export const maxRestarts = 1

/** Seconds between two looks at a video. */
export const pollSeconds = 10

/** Looks at a published video that still has no post id, before its id is given later. */
export const maxLooksForPostId = 6

/** Posts in one call of the metrics: as many as a batch holds, which makes two requests of them. */
export const metricsPerCall = batchLimit
