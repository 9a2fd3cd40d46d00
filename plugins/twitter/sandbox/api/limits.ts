/** How often an endpoint may be called in 15 minutes (twitter.md 3, "Rate limits"). */
export interface RateLimit {
  /** By one account. */
  readonly user: number
  /** By the app with its own bearer token, where the endpoint takes one. */
  readonly app?: number
  /** By one account in 24 hours. */
  readonly userDay?: number
}

/** The rate limits, by endpoint. */
export const rateLimits = {
  /** Field reports say 100 in 24 h; help.x.com says 2,400 a day. The larger one, so that tests do not starve. */
  create_post: { user: 100, userDay: 2400 },
  delete_post: { user: 50 },
  lookup_posts: { user: 5000, app: 3500 },
  lookup_post: { user: 900, app: 450 },
  user_timeline: { user: 900, app: 10_000 },
  me: { user: 75 },
  upload_media: { user: 500 },
  media_status: { user: 500 },
  initialize_media: { user: 1875 },
  append_media: { user: 1875 },
  finalize_media: { user: 1875 },
  media_metadata: { user: 500 },
  /** Not documented; taken as that of metadata. */
  media_subtitles: { user: 500 },
  /** Of the app alone, whose webhooks they are. */
  create_webhook: { user: 450, app: 450 },
  list_webhooks: { user: 450, app: 450 },
  validate_webhook: { user: 450, app: 450 },
  delete_webhook: { user: 450, app: 450 },
  create_subscription: { user: 500, app: 500 },
  list_subscriptions: { user: 500, app: 500 },
  update_subscription: { user: 500, app: 500 },
  delete_subscription: { user: 500, app: 500 },
} as const satisfies Record<string, RateLimit>

/** A row of {@link rateLimits}. */
export type RateLimitName = keyof typeof rateLimits

/** Seconds of a rate-limit window. */
export const windowSeconds = 15 * 60

/** Seconds until the window of a *simulated* 429 ends: short, so that tests see the recovery too. */
export const simulatedLimitSeconds = 5

/** OAuth (twitter.md 1.1), in seconds. */
export const oauthLifetimes = {
  code: 30,
  accessToken: 2 * 60 * 60,
  /** About six months; unconfirmed. */
  refreshToken: 180 * 24 * 60 * 60,
} as const

/** Longest `state` in characters. */
export const maxStateLength = 500

/** Text and what hangs on it (twitter.md 2.1 and 3). */
export const postLimits = {
  weightedLength: 280,
  premiumWeightedLength: 25_000,
  cashtags: 1,
  images: 4,
  /** Identical text is refused this long. X publishes no figure. */
  duplicateSeconds: 24 * 60 * 60,
  /** How long a post stays out of timelines under the fault `delayed_visibility`. */
  delayedVisibilitySeconds: 30,
} as const

/** Webhooks and subscriptions (twitter.md 7); how many webhooks an app may have it does not say. */
export const webhookLimits = {
  webhooks: 3,
  subscriptions: 1500,
  urlLength: 200,
  tagLength: 200,
} as const

const megabyte = 1024 * 1024

/** Media (twitter.md 2.2 and 3). */
export const mediaLimits = {
  lifetimeSeconds: 86_400,
  chunkBytes: 5 * megabyte,
  segments: 1000,
  altTextLength: 1000,
  imageBytes: 5 * megabyte,
  gifBytes: 15 * megabyte,
  gifWidth: 1280,
  gifHeight: 1080,
  gifFrames: 350,
  gifPixels: 300_000_000,
  /** The official documentation of August 2026; larger figures since then come from one secondary source. */
  videoBytes: 512 * megabyte,
  videoMinimumMs: 500,
  videoSeconds: 140,
  premiumVideoBytes: 8 * 1024 * megabyte,
  premiumVideoSeconds: 125 * 60,
  checkAfterSeconds: 1,
  /** How long processing takes under the fault `processing_slow`. */
  slowProcessingSeconds: 30,
} as const
