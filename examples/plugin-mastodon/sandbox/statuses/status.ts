/** Who sees a status. */
export const visibilities = ['public', 'unlisted', 'private', 'direct'] as const

/** See {@link visibilities}. */
export type Visibility = (typeof visibilities)[number]

/** A poll below a status. */
export interface StoredPoll {
  readonly id: string
  readonly options: readonly string[]
  readonly multiple: boolean
  readonly hideTotals: boolean
  /** ISO 8601. */
  readonly endsAt: string
}

/** A published status. */
export interface StoredStatus {
  readonly id: string
  readonly host: string
  readonly accountId: string
  /** As it was written, without spaces around it. */
  readonly text: string
  readonly spoilerText: string
  readonly sensitive: boolean
  readonly visibility: Visibility
  readonly language: string
  readonly inReplyToId: string | null
  readonly mediaIds: readonly string[]
  readonly poll: StoredPoll | null
  readonly appName: string
  /** ISO 8601 with milliseconds. */
  readonly createdAt: string
  /** Milliseconds since 1970 before which no list shows it. */
  readonly listedFrom: number
}
