import { recordEvent } from '../events/events.ts'
import type { Act } from '../api/act.ts'
import { expireSession } from '../checkout/expiry.ts'
import { existing } from '../objects/existing.ts'
import { table, type Customer } from '../objects/records.ts'
import { isOver } from '../objects/subscription.ts'
import { endSubscription } from './ending.ts'

/** Forgets a customer: whatever runs for them ends at once. @returns all that is left of them */
export function removeCustomer(act: Act, id: string): object {
  for (const subscription of table(act.context, 'subscriptions').values()) {
    if (subscription.customer !== id || isOver(subscription)) continue
    endSubscription(act, subscription.id, 'cancellation_requested')
  }
  for (const session of table(act.context, 'checkout_sessions').values()) {
    if (session.customer === id && session.status === 'open') expireSession(act, session.id)
  }
  recordEvent(act, 'customer.deleted', existing(act.context, 'customers', id))
  const deleted = { id, object: 'customer', deleted: true }
  // `livingCustomer` tells the two apart.
  table(act.context, 'customers').set(id, deleted as unknown as Customer)
  return deleted
}
