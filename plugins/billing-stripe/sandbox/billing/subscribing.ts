import { change, create, type Act } from '../api/act.ts'
import { invalid } from '../api/errors.ts'
import { existing } from '../objects/existing.ts'
import { newLine } from '../objects/line-item.ts'
import type { Customer, Price, Subscription, SubscriptionItem } from '../objects/records.ts'
import { newSubscription, periodOf } from '../objects/subscription.ts'
import { cardError, type Decline } from './cards.ts'
import { day } from './clock.ts'
import { periodEnd } from './cycle.ts'
import { collectInvoice, draftInvoice, finalizeInvoice } from './invoicing.ts'
import { declineOf } from './payment.ts'

/** What is subscribed to, and how. */
export interface Wish {
  readonly customer: Customer
  readonly items: readonly { readonly price: string; readonly quantity: number }[]
  readonly trialEnd: number | null
  readonly metadata: Record<string, string>
  readonly description: string | null
  readonly paymentMethod: string | null
  readonly cancelAtPeriodEnd: boolean
  readonly withoutCard: 'cancel' | 'create_invoice' | 'pause'
  /** The card's holder is at a page, and confirms what the bank asks. */
  readonly present?: boolean
  /** What happens where the first payment fails: nothing is made, it waits, or it waits for a payment that is not tried here. */
  readonly unpaid: 'refuse' | 'incomplete' | 'leave'
}

/** Begins a subscription, with its first invoice. @throws Refusal, and nothing was made */
export function subscribe(act: Act, wish: Wish): Subscription {
  const { customer, trialEnd } = wish
  const items = wish.items.map(({ price, quantity }, index) => ({
    quantity,
    price: recurringPrice(act, price, `items[${index}][price]`),
  }))
  const [first] = items
  if (first === undefined)
    throw invalid('Missing required param: items.', 'items', 'parameter_missing')
  if (wish.unpaid === 'refuse' && trialEnd === null) refuseDecline(act, wish)

  const end = trialEnd ?? periodEnd(first.price, act.at, act.at)
  const period = { start: act.at, end }
  const made = newSubscription(act.at, { ...wish, items, period })
  const { id } = create(act, 'subscriptions', made, 'customer.subscription.created')
  if (customer.currency === null) change(act, 'customers', customer.id, { currency: made.currency })
  const invoice = draftInvoice(act, {
    customer: existing(act.context, 'customers', customer.id),
    subscription: made,
    reason: 'subscription_create',
    lines: made.items.data.map((item) => periodLine(made, item)),
    period: { start: act.at, end: act.at },
  })
  finalizeInvoice(act, invoice.id)
  if (wish.unpaid !== 'leave') collectInvoice(act, invoice.id, { present: wish.present ?? false })
  return existing(act.context, 'subscriptions', id)
}

/** The line for a whole period of an item. */
export function periodLine(
  subscription: Subscription,
  item: SubscriptionItem,
  period = periodOf({ items: { ...subscription.items, data: [item] } }),
): ReturnType<typeof newLine> {
  const { price, quantity } = item
  const free = subscription.status === 'trialing'
  const name = price.nickname ?? price.product
  return newLine(subscription, {
    item: item.id,
    price,
    quantity,
    amount: free ? 0 : price.unit_amount * quantity,
    description: free
      ? `Trial period for ${name}`
      : `${quantity} × ${name} (at ${money(price)} / ${price.recurring?.interval ?? 'month'})`,
    period,
  })
}

/** The end of a trial of so many days. */
export function trialEndAfter(act: Act, days: number | undefined): number | null {
  return days === undefined ? null : act.at + days * day
}

/** A price that comes again and again, and can still be bought. @throws Refusal */
export function recurringPrice(act: Act, id: string, param: string): Price {
  const price = existing(act.context, 'prices', id, param)
  if (!price.active)
    throw invalid('The price specified is inactive. This field only accepts active prices.', param)
  if (price.recurring !== null) return price
  throw invalid(
    'The price specified is set to `type=one_time` but this field only accepts prices with `type=recurring`.',
    param,
  )
}

function refuseDecline(act: Act, wish: Wish): void {
  const method = wish.paymentMethod ?? wish.customer.invoice_settings.default_payment_method
  const decline: Decline | undefined = declineOf(act, method)
  if (decline !== undefined) throw cardError(decline)
}

function money({ unit_amount: amount, currency }: Price): string {
  return `${currency === 'gbp' ? '£' : `${currency.toUpperCase()} `}${(amount / 100).toFixed(2)}`
}
