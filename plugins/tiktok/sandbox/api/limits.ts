const megabyte = 1_000_000
const minute = 60
const hour = 60 * minute
const day = 24 * hour

/** OAuth (tiktok.md 1), in seconds. */
export const oauthLifetimes = {
  /** The sheet gives no figure. */
  code: 60,
  accessToken: 2 * hour,
  /** Of the consent: rotation does not prolong it. */
  refreshToken: 180 * day,
} as const

/** How much an authorization request may bring (tiktok.md 1). */
export const authorizeLimits = { redirectUriLength: 511 } as const

/** Calls in a sliding minute (tiktok.md 3): of an account's grant, or of the app as a whole. */
export const rateLimits = {
  creator_info: { per: 'user', calls: 20 },
  init_video: { per: 'user', calls: 6 },
  init_inbox_video: { per: 'user', calls: 6 },
  init_content: { per: 'user', calls: 6 },
  status: { per: 'user', calls: 30 },
  /** Not documented; taken as that of status. */
  cancel: { per: 'user', calls: 30 },
  user_info: { per: 'client', calls: 600 },
  list_videos: { per: 'client', calls: 600 },
  query_videos: { per: 'client', calls: 600 },
} as const satisfies Record<string, { readonly per: 'user' | 'client'; readonly calls: number }>

/** A row of {@link rateLimits}. */
export type RateLimitName = keyof typeof rateLimits

/** Seconds of a rate limit's window. */
export const rateWindowSeconds = minute

/** What a day allows (tiktok.md 3). */
export const quotas = {
  windowSeconds: day,
  directPosts: 15,
  pendingShares: 5,
  unauditedUsers: 5,
} as const

/** Captions, in UTF-16 code units (tiktok.md 3). */
export const textLimits = { caption: 2200, photoTitle: 90, photoDescription: 4000 } as const

/**
 * Chunked upload (tiktok.md 2.3). Whether a MB is decimal or binary is unconfirmed: the smallest chunk
 * is 5 MB in the larger reading, every other figure in the smaller one, so that what passes here
 * passes under both.
 */
export const uploadLimits = {
  lifetimeSeconds: hour,
  smallVideoBytes: 5 * 1024 * 1024,
  smallestChunkBytes: 5 * 1024 * 1024,
  largestChunkBytes: 64 * megabyte,
  chunks: 1000,
  videoBytes: 4000 * megabyte,
} as const

/** What a video must be (tiktok.md 3). */
export const videoLimits = {
  /** By third parties; unconfirmed. */
  leastSeconds: 3,
  mostSeconds: 10 * minute,
  shortCreatorSeconds: minute,
  leastFramesPerSecond: 23,
  mostFramesPerSecond: 60,
  leastSide: 360,
  mostSide: 4096,
} as const

/** What photos must be (tiktok.md 3). */
export const photoLimits = { count: 35, bytes: 20 * megabyte, shortSide: 1080 } as const

/** How a publication goes on: in seconds, or in as many questions for its status. */
export const processing = {
  /** A pull is over and can no longer be cancelled. */
  downloaded: 1,
  done: 2,
  /** Moderation: the id of a public post is told from here on. */
  moderated: 4,
  /** Moderation of a `moderated…` creator takes so long, whatever one asks. */
  longModerationSeconds: 10 * minute,
  /** How long a file is fetched before it is given up (tiktok.md 2.4), as that of a `hanging…` creator is. */
  pullSeconds: hour,
  /** Added by the fault `processing_slow`. */
  slowSeconds: 30,
  /** Added to moderation by the fault `delayed_visibility`. */
  delayedVisibilitySeconds: 30,
  /** A `removed…` creator's post is taken down so long after it was made. */
  takenDownSeconds: minute,
  /** A `laggy…` creator's new publish_id is unknown for so many questions, or seconds. */
  lag: 2,
} as const

/** Pages of `/v2/video/list/`, ids of `/v2/video/query/` (tiktok.md 6). */
export const listLimits = { page: 10, largestPage: 20, ids: 20 } as const

/** How long pictures can be fetched, in seconds (tiktok.md 2.1 and 6). */
export const pictureLifetimes = { avatar: 2 * hour, cover: 6 * hour } as const
