/** A link in a post's text, as `entities.urls` tells it. */
export interface PostLink {
  /** `https://t.co/…`, as it stands in the text. */
  readonly url: string
  readonly expandedUrl: string
  readonly displayUrl: string
  /** The media to which a link leads, where X appended it itself. */
  readonly mediaKey?: string
}

/** Text as the API gives it: escaped for HTML, with links replaced. */
export interface PresentedText {
  readonly text: string
  readonly links: readonly PostLink[]
}

/** A picture or video of a post, as it was when the post was made. */
export interface PostMedia {
  readonly id: string
  readonly mediaKey: string
  readonly kind: 'image' | 'gif' | 'video'
  readonly mimeType: string
  readonly width: number | null
  readonly height: number | null
  readonly durationMs: number | null
  readonly altText: string | null
}

/** A poll of a post. */
export interface PostPoll {
  readonly id: string
  readonly options: readonly string[]
  readonly durationMinutes: number
  /** ISO 8601. */
  readonly endsAt: string
}

/** Who may answer; `null` is everyone. */
export type ReplySettings = 'following' | 'mentionedUsers' | 'subscribers' | 'verified'

/** A post as the store keeps it. */
export interface StoredPost {
  readonly id: string
  readonly authorId: string
  /** As it was sent. */
  readonly text: string
  readonly presented: PresentedText
  /** The whole of a long post, of which `presented` has the beginning. */
  readonly note: PresentedText | null
  /** Milliseconds since 1970. */
  readonly createdAt: number
  /** From when timelines show it, in milliseconds since 1970. */
  readonly listedAt: number
  readonly conversationId: string
  readonly inReplyToId: string | null
  readonly inReplyToUserId: string | null
  readonly quotedId: string | null
  readonly replySettings: ReplySettings | null
  readonly media: readonly PostMedia[]
  readonly poll: PostPoll | null
  readonly madeWithAi: boolean
  readonly paidPartnership: boolean
  /** How many living posts answer it, and quote it. */
  readonly replies: number
  readonly quotes: number
}
