import type { ProviderEvent, ProviderWebhook, WebhookReply, WebhookRequest } from '@t21/plugin-kit'
import type { Context } from '../../context.ts'
import { storeProviderEvents } from './store-events.ts'
import { isVerified, understood } from './verified-webhook.ts'

/** A provider that tells by itself what happened, and what T21 does about it. */
export interface ProviderInbox<Event extends ProviderEvent = ProviderEvent> {
  /** The provider's id: its webhooks come to `/v1/webhooks/<id>`. */
  readonly id: string
  readonly webhook: ProviderWebhook<Event>
  /**
   * Does what an event asks for. It may be done again at any time and in any order.
   *
   * @throws Error where it has to be tried again
   */
  act(context: Context, event: Event): Promise<void>
}

/** The inbox of the provider with this id, in any case. */
export function inboxOf({ inboxes }: Context, name: string): ProviderInbox | undefined {
  return inboxes.find(({ id }) => id === name.toLowerCase())
}

/**
 * Takes a provider's webhook: what is verified is stored, once, and acted on later by the worker.
 *
 * @returns the answer; `null` where the request is not the provider's
 */
export async function receiveProviderWebhook(
  context: Context,
  { id, webhook }: ProviderInbox,
  request: WebhookRequest,
): Promise<WebhookReply | null> {
  const about = { provider: id }
  if (!isVerified(context, about, (now) => webhook.verify(request, now))) return null
  const events = understood(context, about, request, () => webhook.parse(request))
  await storeProviderEvents(context, id, events)
  return { status: 200, text: '' }
}
