/** A picture, video or document of a published post. */
export interface WallMedia {
  /** As given to `store.putBytes`: the wall shows these bytes. */
  readonly id: string
  readonly kind: 'image' | 'gif' | 'video' | 'document'
  readonly mimeType: string
  readonly altText?: string | undefined
  /** Of a video that was given a cover: the picture's bytes, as given to `store.putBytes`. */
  readonly posterId?: string | undefined
  /** Of a document. */
  readonly pages?: number | undefined
}

/**
 * What a post is, in words of no network. A `reel` is an upright video, a `carousel` several pictures to
 * swipe through, a `story` what is gone after a day, a `draft` what a person has yet to publish.
 */
export type WallKind =
  | 'post'
  | 'reply'
  | 'comment'
  | 'repost'
  | 'reel'
  | 'story'
  | 'carousel'
  | 'document'
  | 'article'
  | 'draft'

/** A published post, in one shape for all networks: what the wall shows and `/_control/published` answers. */
export interface WallPost {
  readonly network: string
  /** The network's id of the post. */
  readonly id: string
  /** The address at the real network. */
  readonly url: string
  readonly account: {
    readonly id: string
    readonly username: string
    readonly displayName: string
  }
  /** A {@link WallKind} where one fits; any other word is shown as a label. */
  readonly kind: string
  readonly text: string
  /** Of a document, a video, or whatever else has a title of its own; of a poll, its question. */
  readonly title?: string | undefined
  /** The card of a link. */
  readonly link?:
    | {
        readonly url: string
        readonly title?: string | undefined
        readonly description?: string | undefined
        /** As given to `store.putBytes`. */
        readonly imageId?: string | undefined
      }
    | undefined
  /** The post that this one answers. */
  readonly inReplyTo: string | null
  /** The network's id of the post that this one shows inside itself. */
  readonly quotes?: string | undefined
  readonly media: readonly WallMedia[]
  readonly poll: {
    readonly options: readonly { readonly label: string; readonly votes: number }[]
    readonly endsAt: string
  } | null
  /** Small facts to show as labels: `{ replies: 'following' }`. */
  readonly labels: Readonly<Record<string, string>>
  /** Numbers below the post: `{ likes: 3 }`. */
  readonly metrics: Readonly<Record<string, number>>
  /** ISO 8601. */
  readonly publishedAt: string
}
