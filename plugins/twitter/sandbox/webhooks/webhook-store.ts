import type { EmulatorContext } from '@t21/plugin-kit/sandbox'

/** An address at which the app wants to hear (twitter.md 7). */
export interface StoredWebhook {
  readonly id: string
  readonly url: string
  readonly valid: boolean
  /** ISO 8601. */
  readonly createdAt: string
}

/** A kind of event of one account that the app wants to hear of. */
export interface Subscription {
  readonly id: string
  readonly eventType: string
  readonly userId: string
  /** `null`: for the stream alone. */
  readonly webhookId: string | null
  readonly tag: string | null
  /** ISO 8601. */
  readonly createdAt: string
  /** ISO 8601. */
  readonly updatedAt: string
}

/** The webhooks of the app, by id. */
export function webhooksOf(context: EmulatorContext): Map<string, StoredWebhook> {
  return context.store.collection<StoredWebhook>('webhooks')
}

/** The subscriptions of the app, by id. */
export function subscriptionsOf(context: EmulatorContext): Map<string, Subscription> {
  return context.store.collection<Subscription>('subscriptions')
}

/** Whether anybody hears of such an event: a subscription leads to a webhook that X has not given up. */
export function isHeard(context: EmulatorContext, eventType: string, userId: string): boolean {
  const webhooks = webhooksOf(context)
  return [...subscriptionsOf(context).values()].some(
    (one) =>
      one.eventType === eventType &&
      one.userId === userId &&
      one.webhookId !== null &&
      webhooks.get(one.webhookId)?.valid === true,
  )
}
