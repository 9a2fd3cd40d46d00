/** Who may see a post (tiktok.md 2.1). */
export type PrivacyLevel =
  | 'PUBLIC_TO_EVERYONE'
  | 'MUTUAL_FOLLOW_FRIENDS'
  | 'FOLLOWER_OF_CREATOR'
  | 'SELF_ONLY'

/** What an app said of the post that it wants; nothing of it where a person finishes a video draft. */
export interface PostInfo {
  /** A video's caption, or the title of photos. */
  readonly title: string
  /** Of photos. */
  readonly description: string
  /** `null` for what goes to the inbox. */
  readonly privacy: PrivacyLevel | null
  readonly commentsOff: boolean
  readonly duetsOff: boolean
  readonly stitchesOff: boolean
  /** Paid partnership. */
  readonly brandContent: boolean
  /** The creator's own business. */
  readonly brandOrganic: boolean
  readonly aiGenerated: boolean
}

/** A video or photo as it was fetched or uploaded. */
export interface PublishedFile {
  /** Of its bytes in the store. */
  readonly id: string
  readonly kind: 'video' | 'image'
  readonly mimeType: string
  readonly width: number
  readonly height: number
  /** Whole seconds; 0 for photos. */
  readonly seconds: number
}

/** How far a chunked upload has come (tiktok.md 2.3). */
export interface ChunkedUpload {
  readonly token: string
  readonly size: number
  readonly chunkSize: number
  readonly chunks: number
  /** Bytes that have come. */
  readonly received: number
  readonly receivedChunks: number
}

/** What follows once TikTok has all bytes. */
export interface Arrival {
  /** Milliseconds since 1970. */
  readonly at: number
  /** Of the post that is made of it, whether it is ever told or not. */
  readonly postId: string
  /** Questions for the status since. */
  readonly polls: number
  /** The download, or the processing of an upload, does not end before; in milliseconds since 1970. */
  readonly slowUntil: number
  /** Moderation does not end before. */
  readonly moderatedUntil: number
  /** `fail_reason`, told at the end of processing. */
  readonly failure: string | null
}

/** One attempt to publish: what a `publish_id` stands for. */
export interface Publication {
  readonly id: string
  readonly clientKey: string
  readonly openId: string
  readonly handle: string
  readonly media: 'video' | 'photo'
  readonly mode: 'direct' | 'inbox'
  /** Milliseconds since 1970. */
  readonly createdAt: number
  readonly info: PostInfo
  /** `null` for what TikTok fetches itself. */
  readonly upload: ChunkedUpload | null
  /** Of what TikTok fetched. */
  readonly downloadedBytes: number
  readonly files: readonly PublishedFile[]
  readonly arrival: Arrival | null
  readonly cancelled: boolean
  /** When the person posted the draft in the app, in milliseconds since 1970. */
  readonly postedByHandAt: number | null
  /** Questions for the status, all of them. */
  readonly questions: number
  readonly takenDownAt: number | null
  /** Webhooks that were sent. */
  readonly announced: readonly string[]
}
