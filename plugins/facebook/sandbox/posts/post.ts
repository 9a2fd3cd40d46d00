/** What a post is, as the wall and `attachments` tell it. */
export type PostKind = 'status' | 'link' | 'photo' | 'album' | 'video' | 'reel' | 'story'

/** Whether people see a post. Scheduled ones go live by themselves. */
export type PostState = 'published' | 'scheduled' | 'draft' | 'hidden'

/** A photo or video of a post. */
export interface PostMedia {
  readonly kind: 'image' | 'video'
  /** The photo's or the video's id; its bytes are kept below it. */
  readonly id: string
  readonly mimeType: string
  readonly altText: string | null
}

/** A post of a page. Times are milliseconds since 1970. */
export interface StoredPost {
  /** `{page}_{n}`; a story's is a number alone. */
  readonly id: string
  readonly pageId: string
  readonly kind: PostKind
  readonly message: string | null
  readonly title: string | null
  readonly link: string | null
  readonly media: readonly PostMedia[]
  readonly state: PostState
  /** When it was or will be published; of a draft, when it was made. */
  readonly at: number
  /** From when on lists show it. */
  readonly listedAt: number
  readonly updatedAt: number
  readonly placeId: string | null
  readonly tags: readonly string[]
  readonly targeting: Readonly<Record<string, unknown>> | null
  /** To whom it is rather shown. */
  readonly feedTargeting: Readonly<Record<string, unknown>> | null
  readonly presetId: string | null
  readonly childAttachments: readonly Readonly<Record<string, unknown>>[]
  readonly callToAction: string | null
}

/** True for a post that people see at `now`. */
export function isLive(post: StoredPost, now: number): boolean {
  if (post.state === 'published') return true
  return post.state === 'scheduled' && post.at <= now
}
