/** Versions that answer at the sandbox's time (facebook.md 8). Others are refused. */
export const liveVersions: readonly string[] = [
  'v21.0',
  'v22.0',
  'v23.0',
  'v24.0',
  'v25.0',
  'v26.0',
]

/** Facebook Login (facebook.md 1), in seconds. */
export const oauthLifetimes = {
  /** Not documented for Facebook; short, as its codes are in practice. */
  code: 10 * 60,
  shortToken: 5400,
  longToken: 5_184_000,
  dataAccess: 90 * 24 * 60 * 60,
} as const

/** How long after a consent the mishaps of `removesapp…` and the like happen, in seconds. */
export const mishapSeconds = 60

/** Calls that may be made (facebook.md 3). */
export const callLimits = {
  /** Per user of the app and rolling hour, for tokens of users and of the app. */
  platformPerUser: 200,
  platformSeconds: 60 * 60,
  /** Per engaged user of a page and 24 hours. */
  businessPerEngagedUser: 4800,
  /** Every page of the sandbox has as many engaged users. */
  engagedUsers: 10,
  businessSeconds: 24 * 60 * 60,
  /** `busy…`: so few, and the window so short, that one meets the limit. */
  busy: 20,
  busySeconds: 5 * 60,
  /** Usage below this share (percent) is not worth a header. */
  notablePercent: 10,
} as const

/** Rows of a page of a list. */
export const pageSize = { usual: 25, most: 100 } as const

/** Longest list of a batch. */
export const batchSize = 50
