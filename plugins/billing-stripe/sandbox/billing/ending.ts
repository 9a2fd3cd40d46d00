import { change, type Act } from '../api/act.ts'
import { existing } from '../objects/existing.ts'
import { subscriptionOf } from '../objects/invoice.ts'
import { table, type Subscription } from '../objects/records.ts'

/** Ends a subscription for good. Its open invoices are not tried any more. */
export function endSubscription(
  act: Act,
  id: string,
  reason: 'cancellation_requested' | 'payment_failed',
  details: Partial<NonNullable<Subscription['cancellation_details']>> = {},
): Subscription {
  for (const invoice of table(act.context, 'invoices').values()) {
    const waits = invoice.status === 'open' || invoice.status === 'draft'
    if (subscriptionOf(invoice) !== id || !waits) continue
    const halted = {
      auto_advance: false,
      next_payment_attempt: null,
      automatically_finalizes_at: null,
    }
    change(act, 'invoices', invoice.id, halted, 'invoice.updated')
  }
  const before = existing(act.context, 'subscriptions', id)
  return change(
    act,
    'subscriptions',
    id,
    {
      status: 'canceled',
      canceled_at: before.canceled_at ?? act.at,
      ended_at: act.at,
      pending_update: null,
      cancellation_details: {
        comment: null,
        feedback: null,
        feedback_option: null,
        ...before.cancellation_details,
        ...details,
        reason,
      },
    },
    'customer.subscription.deleted',
  )
}
