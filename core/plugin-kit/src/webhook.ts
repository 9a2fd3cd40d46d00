import type { ConnectorCall } from './publishing.ts'

/** Where T21 receives a network's webhooks. */
export interface WebhookCallback {
  /** `https://t21.example/v1/webhooks/linkedin` */
  readonly url: string
}

/** A request that a network made to T21. */
export interface WebhookRequest {
  readonly method: 'GET' | 'POST'
  readonly query: Readonly<Record<string, string>>
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  /** The body as it came: signatures are over these bytes. */
  readonly rawBody: Uint8Array
}

/** An answer to a network. Give `text` or `json`. */
export interface WebhookReply {
  readonly status: number
  readonly text?: string
  readonly json?: unknown
}

/**
 * What a network tells. It is a hint, never the truth: T21 looks at the network before it changes anything, so that
 * events may come in any order, twice, and late.
 *
 * - `post_changed`: something happened to a post (published, failed, given its id, removed).
 * - `account_changed`: something happened to an account (a role, a restriction, its name).
 * - `grant_revoked`: the person withdrew the grant.
 * - `data_deletion`: the person asks that everything about them be deleted.
 */
export interface WebhookEvent {
  readonly kind: 'post_changed' | 'account_changed' | 'grant_revoked' | 'data_deletion'
  /** The same for every repetition of this event. Without one, T21 takes the hash of the body and the position. */
  readonly id?: string | undefined
  /** The account that it is about. */
  readonly platformUserId?: string | undefined
  /** As `Grant.userId`, where the network names the person instead of the account. */
  readonly userId?: string | undefined
  /** The post that it is about, where it is named by its final id. */
  readonly remoteId?: string | undefined
  /** When it happened, by the network's clock. */
  readonly at?: Date | undefined
  /** The network's own word for it: `post.publish.complete`. */
  readonly name: string
}

/** How a network's webhooks are received. All but `subscribe` is pure. */
export interface Webhook<Settings> {
  /** Answers the question by which a network makes sure of the callback; `null` for a request that is none. */
  handshake?(request: WebhookRequest, settings: Settings): WebhookReply | null
  /**
   * Whether the request is the network's: its signature over the raw bytes, compared in constant time, and not too old
   * where the network signs a time.
   */
  verify(request: WebhookRequest, settings: Settings, now: Date): boolean
  /** What a verified request says; events that mean nothing to T21 are left out. Never throws. */
  parse(request: WebhookRequest): readonly WebhookEvent[]
  /**
   * Has the network send what happens to this account, where it wants to be asked for each account. Called after
   * `account`, which it needs: after connecting and once a day, so it looks first, and does nothing where nothing is to be done or the operator has set up no webhooks.
   * Nothing hangs on it: what it throws is logged.
   */
  subscribe?(call: ConnectorCall<Settings>, callback: WebhookCallback): Promise<void>
  /** The answer to a `data_deletion`, where the network wants to be told where its progress can be seen. */
  deletionReply?(input: {
    readonly statusUrl: string
    readonly confirmationCode: string
  }): WebhookReply
}
