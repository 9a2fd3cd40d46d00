/** Lifetimes of what the login gives (instagram.md 1A), in seconds. */
export const oauthLifetimes = {
  code: 60 * 60,
  shortToken: 60 * 60,
  /** "5183944" in the documentation's sample: about 60 days. */
  longToken: 5_183_944,
  /** A long token can be refreshed only when it is at least this old. */
  refreshableAfter: 24 * 60 * 60,
} as const

/** Seconds of the rolling window in which containers and posts are counted, and of a container's life. */
export const daySeconds = 24 * 60 * 60

/** Containers (instagram.md 2.3, 3). */
export const containerLimits = {
  perDay: 400,
  lifetimeSeconds: daySeconds,
  children: { least: 2, most: 10 },
  /** Polls or seconds until a container is finished. */
  steps: 2,
  /** How long processing takes under the fault `processing_slow`. */
  slowProcessingSeconds: 30,
} as const

/** Posts per rolling 24 h (instagram.md 3); the sources say 25, 50 or 100, the reference 50. */
export const publishingLimit = { total: 50, quotaHandles: 2 } as const

/** How long a new post cannot be read under the fault `delayed_visibility`. */
export const delayedVisibilitySeconds = 30

/** Text (instagram.md 3). */
export const textLimits = {
  /** In UTF-16 units, the stricter of the two readings. */
  caption: 2200,
  hashtags: 30,
  mentions: 20,
  altText: 1000,
  collaborators: 3,
  productTags: 5,
  sponsors: 2,
  /** Of the legacy API; for today's unconfirmed, so taken as given. */
  comment: { length: 300, hashtags: 4, links: 1 },
  /** Bytes of a private reply (instagram.md 9). */
  privateReply: 1000,
  privateReplyDays: 7,
} as const

const mebibyte = 1024 * 1024

/** Images (instagram.md 3). */
export const imageLimits = { bytes: 8 * mebibyte, narrowest: 4 / 5, widest: 1.91 } as const

/** What a video of a kind may be. */
export interface VideoLimits {
  readonly bytes: number
  /** Seconds. */
  readonly shortest: number
  readonly longest: number
}

/** Videos (instagram.md 3): of a carousel, the older and stricter figures. */
export const videoLimits = {
  REELS: { bytes: 300 * 1000 * 1000, shortest: 3, longest: 15 * 60 },
  STORIES: { bytes: 100 * 1000 * 1000, shortest: 3, longest: 60 },
  VIDEO: { bytes: 100 * 1000 * 1000, shortest: 3, longest: 60 },
} as const satisfies Record<string, VideoLimits>

/** What any video must keep to (instagram.md 3). */
export const videoRules = {
  columns: 1920,
  narrowest: 0.01,
  widest: 10,
  framesPerSecond: { least: 23, most: 60 },
  bitsPerSecond: 25_000_000,
  audio: { hertz: 48_000, channels: 2 },
  codecs: ['avc1', 'avc3', 'hvc1', 'hev1'],
} as const

/** Pages of lists. */
export const pageLimits = { media: { usual: 25, most: 100 }, comments: { usual: 50, most: 50 } }

/** Insights (instagram.md 6). */
export const insightLimits = {
  storyViewers: 5,
  demographicsFollowers: 100,
  days: 30,
  historyDays: 90,
} as const
