import type { TSchema } from 'typebox'
import type { PostMetrics } from './publishing.ts'

/** What a network accepts of one kind of media. */
export interface MediaCapability {
  /** At most so many in one part. */
  readonly max: number
  /** Of one file. */
  readonly maxBytes: number
  /** Out of those that T21 stores: JPEG, PNG, WebP, GIF, MP4, QuickTime, PDF. */
  readonly mimeTypes: readonly string[]
  /** Milliseconds; videos only. */
  readonly maxDurationMs?: number
  readonly minDurationMs?: number
}

/**
 * What a connector can do, as data: the limits of an ordinary account, shown to people before they write.
 * `validate` enforces them, and may allow an account more by its facts.
 */
export interface Capabilities {
  /** The forms that a post can take here, in the order in which people look for them. */
  readonly formats: readonly PostFormat[]
  readonly text: {
    readonly maxLength: number
    /** How the network counts. */
    readonly unit: 'characters' | 'utf16' | 'utf8-bytes' | 'weighted'
  }
  readonly media: {
    readonly image?: MediaCapability
    readonly gif?: MediaCapability
    readonly video?: MediaCapability
    readonly document?: MediaCapability
    /** May one part mix the kinds? */
    readonly mixed: boolean
    /** Must every post have media? */
    readonly required: boolean
  }
  /** Characters; absent where the network has no alternative texts. */
  readonly altText?: { readonly maxLength: number }
  /** Absent where the network has no threads. Parts with the post itself, without a first comment. */
  readonly thread?: { readonly maxParts: number }
  readonly firstComment: boolean
  /** JSON Schema of the platform's own options, such as a poll. Unknown options are refused by name. */
  readonly options: TSchema
  /** True where `remove` exists. */
  readonly remove: boolean
  /** Exactly where `metrics` exists; else `false`. */
  readonly metrics: false | MetricsCapability
  /** How `find` answers, and what T21 may conclude from it. */
  readonly readBack: ReadBack
}

/** The forms of posts that T21 has words for. */
export const postFormats = [
  'text',
  'link',
  'image',
  'images',
  'gif',
  'video',
  'carousel',
  'reel',
  'story',
  'document',
  'article',
  'poll',
  'thread',
] as const

/** See {@link postFormats}. */
export type PostFormat = (typeof postFormats)[number]

/** What `metrics` can tell. */
export interface MetricsCapability {
  /** Posts that one call may ask after. */
  readonly perCall: number
  /** Those that are ever told; all others are always `null`. */
  readonly values: readonly (keyof PostMetrics)[]
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
