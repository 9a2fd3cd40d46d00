import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import type { ListOf } from '../objects/records.ts'
import { table } from '../objects/records.ts'

/** What completing a session needs to know, and no answer has. */
export interface Order {
  readonly lines: readonly { readonly price: string; readonly quantity: number }[]
  readonly trialEnd: number | null
  readonly trialDays: number | null
  readonly metadata: Readonly<Record<string, string>>
  readonly description: string | null
  readonly withoutCard: 'cancel' | 'create_invoice' | 'pause'
}

/** The orders of sessions, by the session's id. */
export function orders(context: Pick<EmulatorContext, 'store'>): Map<string, Order> {
  return context.store.collection<Order>('checkout_orders')
}

/** The lines of a session as Stripe lists them. */
export function checkoutLines(
  context: Pick<EmulatorContext, 'store'>,
  session: string,
): ListOf<object> {
  const lines = orders(context).get(session)?.lines ?? []
  const data = lines.flatMap(({ price: id, quantity }, index) => {
    const price = table(context, 'prices').get(id)
    if (price === undefined) return []
    const amount = price.unit_amount * quantity
    return [
      {
        id: `li_${session.slice(8, 24)}${index}`,
        object: 'item',
        amount_discount: 0,
        amount_subtotal: amount,
        amount_tax: 0,
        amount_total: amount,
        currency: price.currency,
        description: table(context, 'products').get(price.product)?.name ?? null,
        metadata: {},
        price,
        quantity,
      },
    ]
  })
  return {
    object: 'list',
    data,
    has_more: false,
    url: `/v1/checkout/sessions/${session}/line_items`,
  }
}
