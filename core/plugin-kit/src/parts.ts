import type { MediaFacts, PublishMedia } from './media.ts'

/** What a part is: the post itself, the next posts of a thread, or a comment below it. */
export type PartKind = 'post' | 'thread' | 'first_comment'

/**
 * One thing that becomes visible at once: a delivery has one part, or several for a thread or a
 * first comment. Each part passes through the four verbs on its own, and only missing parts run again.
 */
export interface DraftPart {
  readonly kind: PartKind
  /** 0 for the post itself. */
  readonly position: number
  /** Final text, hashtags included. */
  readonly text: string
  readonly media: readonly MediaFacts[]
  /** The user's options for this platform, checked against `capabilities.options`. Empty except for part 0. */
  readonly options: Readonly<Record<string, unknown>>
}

/** A part that is being published. */
export interface PublishPart extends DraftPart {
  readonly media: readonly PublishMedia[]
  /** Remote ids of the parts before this one; `null` for part 0. */
  readonly previous: { readonly rootId: string; readonly parentId: string } | null
}
