import type { Act } from '../api/act.ts'
import { newLine } from '../objects/line-item.ts'
import {
  table,
  type LineItem,
  type Price,
  type Subscription,
  type SubscriptionItem,
} from '../objects/records.ts'

/** An item before and after a change; absent where it is new, or gone. */
export interface ItemChange {
  readonly before?: SubscriptionItem | undefined
  readonly after?: SubscriptionItem | undefined
}

/**
 * What a change at `at` costs for the rest of the period: the time that was paid and is not used is given back, the time that
 * remains is paid at the new price, each to the second (docs.stripe.com/billing/subscriptions/prorations).
 */
export function prorationLines(
  subscription: Subscription,
  changes: readonly ItemChange[],
  at: number,
): LineItem[] {
  if (subscription.status === 'trialing') return []
  return changes.flatMap(({ before, after }) => {
    const same = before?.price.id === after?.price.id && before?.quantity === after?.quantity
    if (same) return []
    return [
      ...(before === undefined ? [] : [restOf(subscription, before, at, -1)]),
      ...(after === undefined ? [] : [restOf(subscription, after, at, 1)]),
    ]
  })
}

function restOf(
  subscription: Subscription,
  item: SubscriptionItem,
  at: number,
  sign: 1 | -1,
): LineItem {
  const { price, quantity, current_period_start: start, current_period_end: end } = item
  const share = (end - at) / (end - start)
  const amount = Math.round(price.unit_amount * quantity * share)
  const since = new Date(at * 1000).toUTCString().slice(5, 16)
  const what = `${quantity > 1 ? `${quantity} × ` : ''}${nameOf(price)}`
  return newLine(subscription, {
    item: item.id,
    price,
    quantity,
    amount: amount === 0 ? 0 : sign * amount,
    description: `${sign < 0 ? 'Unused time' : 'Remaining time'} on ${what} after ${since}`,
    period: { start: at, end },
    proration: true,
  })
}

function nameOf(price: Price): string {
  return price.nickname ?? price.product
}

/** Has lines wait for the subscription's next invoice. */
export function keepPendingLines(act: Act, lines: readonly LineItem[]): void {
  for (const line of lines) table(act.context, 'pending_lines').set(line.id, line)
}

/** The lines that wait for a subscription's next invoice; they wait no longer. */
export function takePendingLines(act: Act, subscription: string): LineItem[] {
  const lines = pendingLines(act, subscription)
  for (const { id } of lines) table(act.context, 'pending_lines').delete(id)
  return lines
}

/** The lines that wait for a subscription's next invoice. */
export function pendingLines(act: Act, subscription: string): LineItem[] {
  const all = [...table(act.context, 'pending_lines').values()]
  return all.filter((line) => line.subscription === subscription)
}
