import type { EmulatorContext } from '@t21/plugin-kit/sandbox'

/** Keeps who wants to hear of an organization; asking again renews it. */
export function subscribe(context: EmulatorContext, organization: string, user: string): void {
  subscriptionsOf(context).set(organization, user)
}

/** Forgets it. @returns false where there was none */
export function unsubscribe(context: EmulatorContext, organization: string): boolean {
  return subscriptionsOf(context).delete(organization)
}

/** URN of the member in whose name an organization is watched, or `undefined` where nobody watches it. */
export function subscriberOf(context: EmulatorContext, organization: string): string | undefined {
  return subscriptionsOf(context).get(organization)
}

function subscriptionsOf(context: EmulatorContext): Map<string, string> {
  return context.store.collection<string>('subscriptions')
}
