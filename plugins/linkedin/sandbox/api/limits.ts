/** OAuth (linkedin.md 1), in seconds. */
export const oauthLifetimes = {
  code: 30 * 60,
  accessToken: 60 * 24 * 60 * 60,
  refreshToken: 365 * 24 * 60 * 60,
  /** How long a member whose handle begins with `fresh` waits until a new token is known everywhere. */
  freshToken: 3,
} as const

/** Seconds after which a *simulated* 429 may be tried again: short, so that tests see the recovery too. */
export const simulatedLimitSeconds = 5

/** Calls in one day that begins at midnight UTC (linkedin.md 3). `null`: LinkedIn publishes none. */
export interface DailyLimits {
  readonly member: number | null
  readonly app: number | null
}

/** {@link DailyLimits} by the tier of an app. */
export const dailyLimits = {
  selfServe: { member: 150, app: 100_000 },
  development: { member: 100, app: 500 },
  standard: { member: null, app: null },
} as const satisfies Record<string, DailyLimits>

/** The burst limit on comments. LinkedIn publishes no figure; those whose handle begins with `throttled` have the second. */
export const commentBurst = { seconds: 60, comments: 30, throttledComments: 1 } as const

/** Bytes of a JSON body; more is refused with 413. Not published. */
export const largestJson = 1024 * 1024

/** Text and what hangs on it (linkedin.md 2.1 and 3). */
export const postLimits = {
  /** Of the escaped form, in UTF-16 code units: the strictest reading of "3,000 characters". */
  commentary: 3000,
  comment: 1250,
  articleTitle: 400,
  altText: 4086,
  imagesLeast: 2,
  imagesMost: 20,
  pollQuestion: 140,
  pollOption: 30,
  pollOptionsLeast: 2,
  pollOptionsMost: 4,
  /** How long the same content by the same author is a duplicate. */
  duplicateSeconds: 10 * 60,
  /** How long a post stays out of finders under the fault `delayed_visibility`. */
  delayedVisibilitySeconds: 30,
  pageSize: 10,
  pageSizeMost: 100,
} as const

/** Days that a poll runs, by its duration. */
export const pollDays = { ONE_DAY: 1, THREE_DAYS: 3, SEVEN_DAYS: 7, FOURTEEN_DAYS: 14 } as const

const megabyte = 1024 * 1024

/** Media (linkedin.md 2.2 to 2.4). */
export const mediaLimits = {
  /** Not published. */
  uploadUrlSeconds: 60 * 60,
  imagePixels: 36_152_320,
  gifFrames: 250,
  partBytes: 4 * megabyte,
  videoBytesLeast: 75 * 1024,
  videoBytesMost: 500 * megabyte,
  videoSecondsLeast: 3,
  videoSecondsMost: 30 * 60,
  documentBytes: 100 * megabyte,
  documentPages: 300,
  /** Seconds, or questions for the status, until a picture is ready. */
  imageSteps: 1,
  /** The same for videos and documents. */
  steps: 2,
  /** How long processing takes under the fault `processing_slow`. */
  slowProcessingSeconds: 30,
} as const

/** How long a member whose handle begins with `dismissed` keeps the role on its page, in seconds. */
export const dismissedAfterSeconds = 10 * 60

/** How far back statistics go, in months (linkedin.md 6), and notifications, in days (linkedin.md 7). */
export const reach = { statisticsMonths: 12, notificationDays: 60 } as const
