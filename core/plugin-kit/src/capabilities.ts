import type { TSchema } from 'typebox'

/** What a network accepts of one kind of media. */
export interface MediaCapability {
  /** At most so many in one part. */
  readonly max: number
  readonly maxBytes: number
  readonly mimeTypes: readonly string[]
  /** Milliseconds. */
  readonly maxDurationMs?: number
  readonly minDurationMs?: number
}

/** What a connector can do, as data. Static per connector; accounts may widen it by their facts. */
export interface Capabilities {
  readonly text: {
    readonly maxLength: number
    /** How the network counts. */
    readonly unit: 'characters' | 'utf16' | 'utf8-bytes' | 'weighted'
  }
  readonly media: {
    readonly image?: MediaCapability
    readonly gif?: MediaCapability
    readonly video?: MediaCapability
    /** May one part mix the kinds? */
    readonly mixed: boolean
    /** Must every post have media? */
    readonly required: boolean
  }
  /** Characters; absent where the network has no alternative texts. */
  readonly altText?: { readonly maxLength: number }
  /** Absent where the network has no threads. */
  readonly thread?: { readonly maxParts: number }
  readonly firstComment: boolean
  /** JSON Schema of the platform's own options, such as a poll. Unknown options are refused by name. */
  readonly options: TSchema
  /** True where `remove` exists. */
  readonly remove: boolean
  /** True where `metrics` exists. */
  readonly metrics: boolean
  /** How `find` answers, and what T21 may conclude from it. */
  readonly readBack: ReadBack
}

/** How sure the network's read-back is: `reliability.md` 1.3. */
export interface ReadBack {
  /** `handle`: asked by an id known before the irreversible call. `search`: by text and time. `none`: cannot be asked. */
  readonly by: 'handle' | 'search' | 'none'
  /** Seconds after the last possible sender during which an absence proves nothing. */
  readonly quietSeconds: number
  /** Least seconds between the two absences that are needed. */
  readonly visibilityLagSeconds: number
  /** May T21 try again by itself after a proved absence? Only where the read-back is authoritative. */
  readonly retryWhenAbsent: boolean
}
