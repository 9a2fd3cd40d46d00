import { change, type Act } from '../api/act.ts'
import { existing } from '../objects/existing.ts'
import { itemList, periodOf } from '../objects/subscription.ts'
import { table, type Subscription } from '../objects/records.ts'
import { periodEnd } from './cycle.ts'
import { endSubscription } from './ending.ts'
import { draftInvoice, voidInvoice } from './invoicing.ts'
import { takePendingLines } from './proration.ts'
import { periodLine } from './subscribing.ts'

/** How long an invoice of a renewal is a draft, in seconds: about an hour at Stripe. */
const draftFor = 60 * 60

/** A period is over: the subscription ends, pauses, or begins the next one with its invoice. */
export function renew(act: Act, id: string): void {
  const subscription = existing(act.context, 'subscriptions', id)
  const customer = existing(act.context, 'customers', subscription.customer)
  const wasTrial = subscription.status === 'trialing'
  const card =
    subscription.default_payment_method ?? customer.invoice_settings.default_payment_method
  const end = subscription.trial_settings?.end_behavior.missing_payment_method
  if (wasTrial && card === null && end === 'cancel') {
    endSubscription(act, id, 'cancellation_requested')
    return
  }
  if (wasTrial && card === null && end === 'pause') {
    const events = ['customer.subscription.updated', 'customer.subscription.paused']
    change(act, 'subscriptions', id, { status: 'paused' }, ...events)
    return
  }
  const renewed = change(
    act,
    'subscriptions',
    id,
    { items: nextPeriod(subscription), ...(wasTrial && { status: 'active' }) },
    'customer.subscription.updated',
  )
  invoicePeriod(act, renewed, periodOf(subscription))
}

/** The invoice for a period that has begun. */
export function invoicePeriod(
  act: Act,
  subscription: Subscription,
  over: { readonly start: number; readonly end: number },
): void {
  const { pause_collection: pause, status } = subscription
  const stands = pause?.behavior === 'keep_as_draft' || status === 'unpaid'
  const invoice = draftInvoice(act, {
    customer: existing(act.context, 'customers', subscription.customer),
    subscription,
    reason: 'subscription_cycle',
    lines: [
      ...takePendingLines(act, subscription.id),
      ...subscription.items.data.map((item) => periodLine(subscription, item)),
    ],
    period: over,
    finalizesAt: stands ? null : act.at + draftFor,
  })
  if (stands) table(act.context, 'invoices').set(invoice.id, { ...invoice, auto_advance: false })
  if (pause?.behavior === 'void') voidInvoice(act, invoice.id)
  if (pause?.behavior === 'mark_uncollectible') {
    const changes = { status: 'uncollectible', auto_advance: false } as const
    change(act, 'invoices', invoice.id, changes, 'invoice.marked_uncollectible')
  }
}

function nextPeriod(subscription: Subscription): Subscription['items'] {
  const { billing_cycle_anchor: anchor, items, id } = subscription
  const { end } = periodOf(subscription)
  const data = items.data.map((item) => ({
    ...item,
    current_period_start: end,
    current_period_end: periodEnd(item.price, anchor, end),
  }))
  return itemList(id, data)
}
