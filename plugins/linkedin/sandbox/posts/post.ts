import type { pollDays } from '../api/limits.ts'
import type { Segment } from './little-text.ts'

/** A picture, video or document of a post. */
export interface PostMedia {
  /** `urn:li:image:…` */
  readonly urn: string
  readonly assetId: string
  readonly kind: 'image' | 'video' | 'document'
  readonly altText: string | null
  readonly title: string | null
}

/** What a post shows besides its text (linkedin.md 2.1). */
export type PostContent =
  | { readonly kind: 'media'; readonly media: PostMedia }
  | { readonly kind: 'multiImage'; readonly images: readonly PostMedia[] }
  | {
      readonly kind: 'article'
      readonly source: string
      readonly title: string | null
      readonly description: string | null
      readonly thumbnail: PostMedia | null
    }
  | {
      readonly kind: 'poll'
      readonly question: string
      readonly options: readonly string[]
      readonly duration: keyof typeof pollDays
      readonly isVoterVisibleToAuthor: boolean
    }

/** A post as the store keeps it. */
export interface StoredPost {
  /** `urn:li:share:…` or `urn:li:ugcPost:…`. */
  readonly urn: string
  /** The number of its activity, which is another one. */
  readonly activityId: string
  /** URN. */
  readonly author: string
  readonly memberId: string
  readonly segments: readonly Segment[]
  readonly content: PostContent | null
  /** URN of the post that it reshares. */
  readonly parent: string | null
  readonly visibility: 'PUBLIC' | 'CONNECTIONS' | 'LOGGED_IN'
  readonly feedDistribution: 'MAIN_FEED' | 'NONE'
  readonly draft: boolean
  /** Accepted, and fails afterwards. */
  readonly fails: boolean
  readonly isReshareDisabledByAuthor: boolean
  readonly callToActionLabel: string | null
  readonly landingPage: string | null
  /** Milliseconds since 1970. */
  readonly createdAt: number
  readonly lastModifiedAt: number
  /** From when finders show it. */
  readonly listedAt: number
  readonly isEditedByAuthor: boolean
  readonly commentsState: 'OPEN' | 'CLOSED'
}

/** All media that a post needs. */
export function mediaOf({ content }: StoredPost): readonly PostMedia[] {
  if (content === null || content.kind === 'poll') return []
  if (content.kind === 'media') return [content.media]
  if (content.kind === 'multiImage') return content.images
  return content.thumbnail === null ? [] : [content.thumbnail]
}
