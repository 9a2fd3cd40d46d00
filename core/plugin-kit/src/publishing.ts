import type { ConnectedAccount } from './accounts.ts'
import type { ConnectorHttp } from './http.ts'

/** Whatever a connector wants to remember between two calls, as JSON. T21 stores it before the next call. */
export type Checkpoint = Readonly<Record<string, unknown>>

/** What every call on behalf of an account gets. */
export interface ConnectorCall<Settings> {
  readonly http: ConnectorHttp
  readonly settings: Settings
  readonly accessToken: string
  readonly scopes: readonly string[]
  readonly account: ConnectedAccount
  /** The database's clock when T21 made this call. A connector never reads a clock itself. */
  readonly now: Date
}

/** What `find` gets besides. */
export interface FindCall<Settings> extends ConnectorCall<Settings> {
  /**
   * When the irreversible call was about to be made, by T21's clock: nothing older can be it. Allow for a
   * network whose clock is a minute behind.
   */
  readonly intentAt: Date
  /** Remote ids of other parts and deliveries of this account: none of them can be it. */
  readonly claimedRemoteIds: readonly string[]
}

/** `prepare`: T21 stores the checkpoint and calls again until it is `ready`. */
export type PrepareResult =
  | { readonly state: 'ready'; readonly checkpoint: Checkpoint }
  | {
      readonly state: 'waiting'
      readonly checkpoint: Checkpoint
      /** 0 where the next step can be taken at once. */
      readonly retryAfterSeconds: number
    }

/** A post that is there. */
export interface Published {
  readonly remoteId: string
  /** The address a person can open; `undefined` where the network does not tell. */
  readonly url?: string | undefined
  /** The network will give the post its real id later: T21 asks `resolve` for it. */
  readonly provisional?: true | undefined
  /** It lies where the account's owner has to finish it in the network's own app, such as TikTok's inbox. */
  readonly handedOver?: true | undefined
}

/** `commit`: published at once, or accepted and to be asked after with `confirm`. */
export type CommitResult =
  | ({ readonly state: 'published' } & Published)
  | {
      readonly state: 'accepted'
      readonly checkpoint: Checkpoint
      readonly retryAfterSeconds: number
    }

/** `confirm`: read only. A rejection is thrown as `failures.contentRejected`. */
export type ConfirmResult =
  | ({ readonly state: 'published' } & Published)
  | {
      readonly state: 'waiting'
      readonly checkpoint: Checkpoint
      readonly retryAfterSeconds: number
    }

/** `cancel`: whether the network took the wish. What became of it, `confirm` tells. */
export type CancelResult = { readonly state: 'requested' } | { readonly state: 'too_late' }

/** `find`: read only. `cannot_tell` never leads to another attempt. */
export type FindResult =
  | ({ readonly state: 'found' } & Published)
  /** The network has it and still works on it: T21 goes on with `confirm`. */
  | {
      readonly state: 'accepted'
      readonly checkpoint: Checkpoint
      readonly retryAfterSeconds: number
    }
  | { readonly state: 'absent' }
  | { readonly state: 'cannot_tell'; readonly reason: string }

/** Numbers of one post; `null` where the network does not tell, never an invented zero. */
export interface PostMetrics {
  readonly impressions: number | null
  readonly reach: number | null
  readonly likes: number | null
  readonly comments: number | null
  readonly shares: number | null
  readonly clicks: number | null
  readonly saves: number | null
  readonly videoViews: number | null
  /** Interactions of any kind as the network counts them, where it does. */
  readonly engagements: number | null
}

/** Of a post of which a network tells nothing; with the numbers that it tells put over it, of any other. */
export const unknownMetrics: PostMetrics = Object.freeze({
  impressions: null,
  reach: null,
  likes: null,
  comments: null,
  shares: null,
  clicks: null,
  saves: null,
  videoViews: null,
  engagements: null,
})

/** A post whose numbers are asked for. */
export interface MetricsQuery {
  readonly remoteId: string
  readonly publishedAt: Date
  /** As in {@link DraftPart}: the options it was published with. */
  readonly options: Readonly<Record<string, unknown>>
}

/** Numbers of an account; `null` where the network does not tell, never an invented zero. */
export interface AccountMetrics {
  readonly followers: number | null
  readonly following: number | null
  readonly posts: number | null
  /** Of the last whole day that the network tells of. */
  readonly views: number | null
  readonly reach: number | null
  readonly profileViews: number | null
}
