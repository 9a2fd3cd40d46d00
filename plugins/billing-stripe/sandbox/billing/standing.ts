import { change, type Act } from '../api/act.ts'
import { subscriptionOf } from '../objects/invoice.ts'
import { isOver, itemList } from '../objects/subscription.ts'
import { table, type Invoice, type Subscription } from '../objects/records.ts'
import { day } from './clock.ts'
import { endSubscription } from './ending.ts'
import { settingsOf } from './settings.ts'

/** How long after a failed payment it is tried again, in seconds. */
const pauses = [3 * day, 5 * day, 7 * day]

/** When a payment that failed so many times is tried again; `null` where it is not. */
export function nextAttempt(act: Act, invoice: Invoice, attempts: number): number | null {
  if (invoice.billing_reason === 'subscription_create') return null
  const pause = pauses[attempts - 1]
  return pause === undefined ? null : act.at + pause
}

/** What a paid invoice does to its subscription. */
export function afterPayment(act: Act, invoice: Invoice): void {
  const subscription = subscriptionFor(act, invoice)
  if (subscription === undefined) return
  applyPendingUpdate(act, subscription, invoice)
  const owed = ['incomplete', 'past_due', 'unpaid'].includes(subscription.status)
  if (owed && subscription.latest_invoice === invoice.id) {
    const event = 'customer.subscription.updated'
    change(act, 'subscriptions', subscription.id, { status: 'active' }, event)
  }
}

/** What a failed payment does to the subscription of the invoice. */
export function afterFailure(act: Act, invoice: Invoice): void {
  const subscription = subscriptionFor(act, invoice)
  if (subscription === undefined || subscription.pending_update !== null) return
  if (invoice.billing_reason === 'subscription_create') return
  const event = 'customer.subscription.updated'
  if (subscription.status === 'active' || subscription.status === 'trialing') {
    change(act, 'subscriptions', subscription.id, { status: 'past_due' }, event)
  }
  if (invoice.next_payment_attempt !== null) return
  const { afterRetries } = settingsOf(act.context)
  if (afterRetries === 'canceled') endSubscription(act, subscription.id, 'payment_failed')
  else change(act, 'subscriptions', subscription.id, { status: afterRetries }, event)
}

function subscriptionFor(act: Act, invoice: Invoice): Subscription | undefined {
  const found = table(act.context, 'subscriptions').get(subscriptionOf(invoice))
  return found === undefined || isOver(found) ? undefined : found
}

/** A change of plan that waited for its payment. */
function applyPendingUpdate(act: Act, subscription: Subscription, invoice: Invoice): void {
  const { pending_update: pending, latest_invoice: latest, id } = subscription
  if (pending === null || latest !== invoice.id) return
  const items = itemList(id, pending.subscription_items)
  change(
    act,
    'subscriptions',
    id,
    { items, pending_update: null },
    'customer.subscription.pending_update_applied',
    'customer.subscription.updated',
  )
}
