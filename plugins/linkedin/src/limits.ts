/** LinkedIn's limits: linkedin.md 2 and 3. Sizes are bytes; MB is taken as 1,048,576 of them. */
const MB = 1024 * 1024

/** Of the escaped text: it is not known whether LinkedIn counts before or after escaping. UTF-16 code units. */
export const textLimit = 3000
export const commentLimit = 1250
export const altTextLimit = 4086

export const articleLimit = { titleLength: 400 } as const

export const pollLimit = {
  questionLength: 140,
  optionLength: 30,
  minOptions: 2,
  maxOptions: 4,
} as const

export const imageLimit = {
  min: 2,
  max: 20,
  // LinkedIn publishes none. It goes up in one request, of which 100 MB is the most that LinkedIn documents.
  maxBytes: 100 * MB,
  mimeTypes: ['image/jpeg', 'image/png', 'image/gif'],
  /** Width times height; LinkedIn wants fewer than 36,152,320. */
  maxPixels: 36_152_319,
} as const

export const videoLimit = {
  max: 1,
  minBytes: 75 * 1024,
  maxBytes: 500 * MB,
  mimeTypes: ['video/mp4'],
  minSeconds: 3,
  maxSeconds: 30 * 60,
} as const

export const documentLimit = {
  max: 1,
  maxBytes: 100 * MB,
  // LinkedIn also takes PPT(X) and DOC(X), which T21 does not store.
  mimeTypes: ['application/pdf'],
  maxPages: 300,
} as const

/** Requests of one member a day, of apps with "Share on LinkedIn" only. */
export const selfServeRequestsPerDay = 150

/** What is left of an upload address' life must be longer than this, or the upload begins anew. */
export const uploadReserveSeconds = 60

/** Posts in one call of the metrics: a member's post takes five requests. */
export const metricsBatch = 10
