import { change, type Act } from '../api/act.ts'
import { invalid } from '../api/errors.ts'
import { existing } from '../objects/existing.ts'
import type { Subscription } from '../objects/records.ts'
import { itemList } from '../objects/subscription.ts'
import { periodEnd } from './cycle.ts'
import { collectInvoice, draftInvoice, finalizeInvoice } from './invoicing.ts'
import { termsOf } from './plan-change.ts'
import { periodLine } from './subscribing.ts'

/** Ends a trial now, or moves its end. @throws Refusal for a time that is over */
export function endTrial(act: Act, id: string, end: string): void {
  if (end === 'now') {
    const { status } = existing(act.context, 'subscriptions', id)
    if (status === 'trialing') beginAnew(act, id, { trial_end: act.at })
    return
  }
  const at = Number(end)
  if (!Number.isInteger(at) || at <= act.at) {
    throw invalid('Timestamp trial_end must be a future Unix timestamp, or "now".', 'trial_end')
  }
  const { items } = existing(act.context, 'subscriptions', id)
  const data = items.data.map((item) => ({ ...item, current_period_end: at }))
  const changes = { items: itemList(id, data), trial_end: at, billing_cycle_anchor: at } as const
  change(
    act,
    'subscriptions',
    id,
    { ...changes, status: 'trialing' },
    'customer.subscription.updated',
  )
}

/** Lets a subscription that was paused go on, with a new period that is paid at once. */
export function resumeSubscription(act: Act, id: string): Subscription {
  beginAnew(act, id, {}, 'customer.subscription.resumed')
  return existing(act.context, 'subscriptions', id)
}

function beginAnew(
  act: Act,
  id: string,
  more: Partial<Subscription>,
  ...events: readonly string[]
): void {
  const { items } = existing(act.context, 'subscriptions', id)
  const data = items.data.map((item) => ({
    ...item,
    current_period_start: act.at,
    current_period_end: periodEnd(item.price, act.at, act.at),
  }))
  const begun = change(
    act,
    'subscriptions',
    id,
    { ...more, status: 'active', billing_cycle_anchor: act.at, items: itemList(id, data) },
    'customer.subscription.updated',
    ...events,
  )
  const lines = data.map((item) => periodLine(begun, item))
  const invoice = draftInvoice(act, termsOf(act, begun, lines))
  finalizeInvoice(act, invoice.id)
  collectInvoice(act, invoice.id)
}
