/**
 * X's limits: twitter.md 3. Sizes are bytes, and X's MB is 1,048,576 bytes (its `total_bytes` limit
 * of 16 GB is 17,179,869,184).
 */
const MB = 1024 * 1024

export const textLimit = { standard: 280, premium: 25_000 } as const
/** Of one account, split by X into half-hour slots: help.x.com. */
export const postsPerDay = 2400

export const altTextLimit = 1000
export const cashtagLimit = 1
export const threadLimit = 25

export const pollLimit = {
  minOptions: 2,
  maxOptions: 4,
  maxOptionLength: 25,
  minMinutes: 5,
  maxMinutes: 10_080,
} as const

export const imageLimit = {
  max: 4,
  maxBytes: 5 * MB,
  mimeTypes: ['image/jpeg', 'image/png', 'image/webp', 'image/gif'],
} as const

export const gifLimit = {
  max: 1,
  maxBytes: 15 * MB,
  mimeTypes: ['image/gif'],
  maxWidth: 1280,
  maxHeight: 1080,
} as const

/** One piece of a chunked upload: X's edge refuses more than about 1 MB, whatever the documents say. */
export const chunkBytes = MB

/** `segment_index` ends at 999. */
const maxChunks = 1000

export const videoLimit = {
  max: 1,
  // X takes 8 GB (16 GB with Premium), but not in pieces of the size that its edge lets through.
  maxBytes: maxChunks * chunkBytes,
  mimeTypes: ['video/mp4', 'video/quicktime'],
  minSeconds: 0.5,
  maxSeconds: { standard: 20 * 60, premium: 125 * 60 },
  minSide: 32,
  longSide: 1280,
  shortSide: 1024,
  maxAspect: 3,
} as const

/** How long an uploaded file can be used, where X's answer does not say it. */
export const mediaLifeSeconds = 24 * 60 * 60

/** What is left of a file's life must be longer than this, or it is uploaded again. */
export const mediaReserveSeconds = 60 * 60

/** Ids in one request of the metrics. */
export const metricsBatch = 100
