import { change, type Act } from '../api/act.ts'
import { invalid, Refusal } from '../api/errors.ts'
import { existing } from '../objects/existing.ts'
import { newInvoice, type InvoiceTerms } from '../objects/invoice.ts'
import type { LineItem, Subscription, SubscriptionItem } from '../objects/records.ts'
import { itemList, newItem, periodOf, planOf } from '../objects/subscription.ts'
import { cardError, type Decline } from './cards.ts'
import { periodEnd } from './cycle.ts'
import { patience } from './duties.ts'
import { collectInvoice, draftInvoice, finalizeInvoice, wouldDecline } from './invoicing.ts'
import {
  keepPendingLines,
  pendingLines,
  prorationLines,
  takePendingLines,
  type ItemChange,
} from './proration.ts'
import { periodLine, recurringPrice } from './subscribing.ts'

/** A wish for one item: another price, another quantity, or that it goes. */
export interface ItemWish {
  readonly id: string | undefined
  readonly price: string | undefined
  readonly quantity: number | undefined
  readonly deleted: boolean | undefined
}

/** What is wished of a subscription, and how it is paid. */
export interface PlanWish {
  readonly items: readonly ItemWish[]
  readonly proration: 'always_invoice' | 'create_prorations' | 'none'
  /** Seconds since 1970. */
  readonly prorationDate: number
  /** As a parameter is called: `items`, or `subscription_details[items]`. */
  readonly param: string
}

/** What a change comes to: the items after it, the lines that it costs, and whether they are paid at once. */
export interface PlanChange {
  readonly items: readonly SubscriptionItem[]
  readonly lines: readonly LineItem[]
  readonly atOnce: boolean
  /** When the cycle begins anew; `null` where it goes on. */
  readonly anchor: number | null
}

/** Works a change out. Changes nothing. @throws Refusal for items and prices that are not there, and for a date outside of the period */
export function planChange(act: Act, subscription: Subscription, wish: PlanWish): PlanChange {
  const { start, end } = periodOf(subscription)
  if (wish.prorationDate < start || wish.prorationDate > end) {
    const message =
      'The subscription proration date must be within the current period of the subscription.'
    throw invalid(message, 'proration_date')
  }
  const changes = wish.items.map((one, index) =>
    itemChange(act, subscription, one, `${wish.param}[${index}]`),
  )
  const changed = new Map(changes.map(({ before, after }) => [before?.id, after]))
  const kept = subscription.items.data.flatMap((item) => {
    if (!changed.has(item.id)) return [item]
    const after = changed.get(item.id)
    return after === undefined ? [] : [after]
  })
  const added = changes.flatMap(({ before, after }) =>
    before === undefined && after !== undefined ? [after] : [],
  )
  const items = [...kept, ...added]
  if (items.length === 0) {
    throw invalid('A subscription must have at least one active plan.', wish.param)
  }
  return costed(act, subscription, { items, changes, wish })
}

function costed(
  act: Act,
  subscription: Subscription,
  { items, changes, wish }: { items: SubscriptionItem[]; changes: ItemChange[]; wish: PlanWish },
): PlanChange {
  const anew = items.some((item) => rhythm(item) !== rhythm(subscription.items.data[0]))
  if (!anew || subscription.status === 'trialing') {
    const lines =
      wish.proration === 'none' ? [] : prorationLines(subscription, changes, wish.prorationDate)
    return { items, lines, atOnce: wish.proration === 'always_invoice', anchor: null }
  }
  const begun = items.map((item) => ({
    ...item,
    current_period_start: act.at,
    current_period_end: periodEnd(item.price, act.at, act.at),
  }))
  const unused = changes.map(({ before }) => ({ before }))
  const given =
    wish.proration === 'none' ? [] : prorationLines(subscription, unused, wish.prorationDate)
  const lines = [...given, ...begun.map((item) => periodLine(subscription, item))]
  return { items: begun, lines, atOnce: true, anchor: act.at }
}

/**
 * Makes a change.
 *
 * @throws Refusal 402 where its payment is declined and it was to be refused then; nothing was changed
 */
export function changePlan(
  act: Act,
  subscription: Subscription,
  planned: PlanChange,
  unpaid:
    | 'allow_incomplete'
    | 'default_incomplete'
    | 'error_if_incomplete'
    | 'pending_if_incomplete',
): void {
  const { id } = subscription
  const items = itemList(id, planned.items)
  const anchor = planned.anchor !== null && { billing_cycle_anchor: planned.anchor }
  const apply = () =>
    change(act, 'subscriptions', id, { items, ...anchor }, 'customer.subscription.updated')
  if (!planned.atOnce) {
    keepPendingLines(act, planned.lines)
    apply()
    return
  }
  const terms = termsOf(act, subscription, [...pendingLines(act, id), ...planned.lines])
  const decline = terms.lines.length === 0 ? undefined : wouldDecline(act, newInvoice(act, terms))
  if (decline !== undefined && unpaid === 'error_if_incomplete') throw refusedChange(decline)
  takePendingLines(act, id)
  if (decline !== undefined && unpaid === 'pending_if_incomplete') {
    holdUpdate(act, subscription, planned)
  } else {
    apply()
  }
  if (terms.lines.length === 0) return
  const invoice = draftInvoice(act, terms)
  finalizeInvoice(act, invoice.id)
  if (unpaid !== 'default_incomplete') collectInvoice(act, invoice.id)
}

/** 402: the change is not made without its payment. */
function refusedChange(decline: Decline): Refusal {
  if (decline.code !== 'authentication_required') return cardError(decline)
  const message =
    'Payment for this subscription requires additional user action before it can be completed successfully. Payment can be completed using the PaymentIntent associated with `subscription.latest_invoice`.'
  const code = 'subscription_payment_intent_requires_action'
  return new Refusal(402, { type: 'card_error', code, message })
}

/** The change waits until its invoice is paid. */
function holdUpdate(act: Act, { id }: Subscription, planned: PlanChange): void {
  const pending = {
    billing_cycle_anchor: planned.anchor,
    cancel_at_period_end: null,
    discount: null,
    discounts: null,
    expires_at: act.at + patience,
    metadata: null,
    subscription_items: planned.items,
    trial_end: null,
    trial_from_plan: null,
  }
  change(act, 'subscriptions', id, { pending_update: pending }, 'customer.subscription.updated')
}

/** An invoice of a change that is paid at once. */
export function termsOf(
  act: Act,
  subscription: Subscription,
  lines: readonly LineItem[],
): InvoiceTerms {
  return {
    customer: existing(act.context, 'customers', subscription.customer),
    subscription,
    reason: 'subscription_update',
    lines,
    period: { start: act.at, end: act.at },
  }
}

function itemChange(
  act: Act,
  subscription: Subscription,
  { id, price: priceId, quantity, deleted }: ItemWish,
  param: string,
): ItemChange {
  const before = subscription.items.data.find((item) => item.id === id)
  if (id !== undefined && before === undefined) {
    throw invalid(`No such subscription item: '${id}'`, `${param}[id]`, 'resource_missing')
  }
  if (deleted === true) return { before }
  const price =
    priceId === undefined ? before?.price : recurringPrice(act, priceId, `${param}[price]`)
  if (price === undefined) {
    throw invalid(
      `Missing required param: ${param}[price].`,
      `${param}[price]`,
      'parameter_missing',
    )
  }
  if (price.currency !== subscription.currency) {
    throw invalid(
      `The price specified only supports \`${price.currency}\`. This doesn't match the expected currency: \`${subscription.currency}\`.`,
      `${param}[price]`,
    )
  }
  const double = subscription.items.data.some(
    (item) => item.id !== id && item.price.id === price.id,
  )
  if (double) {
    const message = `Cannot add multiple subscription items with the same plan: ${price.id}`
    throw invalid(message, param)
  }
  if (before === undefined) {
    const period = periodOf(subscription)
    return { after: newItem(subscription.id, act.at, { price, quantity: quantity ?? 1, period }) }
  }
  const after = { ...before, price, plan: planOf(price), quantity: quantity ?? before.quantity }
  return { before, after }
}

function rhythm(item: SubscriptionItem | undefined): string {
  const { interval, interval_count: count } = item?.price.recurring ?? {}
  return `${count} ${interval}`
}
