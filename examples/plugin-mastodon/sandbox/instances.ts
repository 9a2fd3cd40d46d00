/** An emulated instance: what Mastodon calls a server. Limits are the instance's own. */
export interface Instance {
  readonly host: string
  readonly title: string
  readonly maxCharacters: number
  readonly maxMedia: number
  readonly maxDescription: number
  readonly imageBytes: number
  readonly imagePixels: number
  readonly videoBytes: number
  readonly pollOptions: number
  readonly pollOptionCharacters: number
}

const MB = 1024 * 1024

/** What a Mastodon 4.5 allows that nobody has changed. */
const mastodon = {
  maxCharacters: 500,
  maxMedia: 4,
  maxDescription: 1500,
  imageBytes: 16 * MB,
  imagePixels: 33_177_600,
  videoBytes: 99 * MB,
  pollOptions: 4,
  pollOptionCharacters: 50,
}

/** The instances that answer: one as it comes, and one whose administrator is generous with words and mean with bytes. */
export const instances: readonly Instance[] = [
  { ...mastodon, host: 'mastodon.example', title: 'Mastodon' },
  {
    ...mastodon,
    host: 'roomy.example',
    title: 'Roomy',
    maxCharacters: 5000,
    maxMedia: 8,
    imageBytes: 2 * MB,
    pollOptions: 10,
    pollOptionCharacters: 100,
  },
]

/** The same on every instance (constants in Mastodon's source). */
export const everywhere = {
  charactersPerUrl: 23,
  pollMinSeconds: 300,
  pollMaxSeconds: 2_629_746,
  statusesPerLookup: 20,
  idempotencySeconds: 3600,
  codeSeconds: 600,
  unattachedMediaSeconds: 24 * 60 * 60,
  processingSeconds: 2,
  slowProcessingSeconds: 30,
  delayedVisibilitySeconds: 30,
} as const

/** Requests in a window, by the rules that count them (config/initializers/rack_attack.rb, RateLimitable). */
export const rateLimits = {
  token: { limit: 300, seconds: 5 * 60 },
  media: { limit: 30, seconds: 30 * 60 },
  deletion: { limit: 30, seconds: 30 * 60 },
  statuses: { limit: 300, seconds: 3 * 60 * 60 },
} as const

/** See {@link rateLimits}. */
export type RateLimitName = keyof typeof rateLimits
