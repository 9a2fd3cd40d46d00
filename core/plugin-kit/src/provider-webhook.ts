import type { WebhookRequest } from './webhook.ts'

/** How a provider's webhooks are received, at `POST /v1/webhooks/<id>`. Both are pure. */
export interface ProviderWebhook<Event extends ProviderEvent> {
  /**
   * Whether the request is the provider's: its signature over the raw bytes, compared in constant time, signed neither too long
   * ago nor in the future, and meant for this account and mode.
   */
  verify(request: WebhookRequest, now: Date): boolean
  /** What a verified request says; what means nothing to T21 is left out. Never throws. */
  parse(request: WebhookRequest): readonly Event[]
}

/** What events of all providers have in common. They may come in any order, twice, late, or not at all. */
export interface ProviderEvent {
  /** The same for every repetition of this event. */
  readonly id: string
  /** The provider's own word for it. */
  readonly name: string
  /** When it happened, by the provider's clock. */
  readonly at: Date
}
