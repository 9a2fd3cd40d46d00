const megabyte = 1024 * 1024
const gigabyte = 1024 * megabyte
const hour = 60 * 60
const day = 24 * hour

/** Posts (facebook.md 2.1 and 3). */
export const postLimits = {
  /** In UTF-16 units. */
  messageLength: 63_206,
  presetMessageLength: 130,
  attachedMedia: 10,
  childAttachments: { least: 2, most: 5 },
  /** Native scheduling, in seconds from now (facebook.md 2.8). */
  scheduleLeastSeconds: 10 * 60,
  scheduleMostSeconds: 30 * day,
  reelScheduleMostSeconds: 29 * day,
  /** More publications than this in so many seconds are "too fast". No figure is published. */
  burst: { posts: 100, seconds: 10 * 60 },
  /** How long a post stays out of lists under the fault `delayed_visibility`. */
  delayedVisibilitySeconds: 30,
} as const

/** Photos (facebook.md 3). */
export const photoLimits = {
  bytes: 10 * megabyte,
  /** How long an unpublished photo lives unless it is used; unconfirmed. */
  unpublishedSeconds: day,
} as const

/** Videos, reels and video stories (facebook.md 2.4 to 2.6 and 3). */
export const videoLimits = {
  bytes: 10 * gigabyte,
  seconds: 240 * 60,
  chunkBytes: megabyte,
  reelSeconds: { least: 3, most: 90 },
  storySeconds: { least: 3, most: 60 },
  reelWidth: 540,
  reelHeight: 960,
  /** 9:16, as width by height, with this much play. */
  reelRatio: 9 / 16,
  ratioPlay: 0.01,
  reelsPerDay: 30,
  /** How long processing takes at most: so many seconds or questions. */
  processingSteps: 2,
  /** Under the fault `processing_slow`. */
  slowProcessingSeconds: 30,
} as const

/** Stories (facebook.md 2.6). */
export const storySeconds = day

/** Insights (facebook.md 6). */
export const insightLimits = {
  pageLikes: 100,
  daysPerCall: 90,
} as const

/** Unix seconds in a day. */
export const daySeconds = day
