import { newId } from '../api/ids.ts'
import type { LineItem, Price, Subscription } from './records.ts'

/** A line of a subscription's invoice. */
export function newLine(
  subscription: Pick<Subscription, 'id' | 'metadata'>,
  line: {
    readonly item: string
    readonly price: Price
    readonly quantity: number
    readonly amount: number
    readonly description: string
    readonly period: { readonly start: number; readonly end: number }
    readonly proration?: boolean
  },
): LineItem {
  const { price, quantity, proration = false } = line
  return {
    id: newId('il'),
    object: 'line_item',
    amount: line.amount,
    currency: price.currency,
    description: line.description,
    discount_amounts: [],
    discountable: !proration,
    discounts: [],
    invoice: null,
    livemode: false,
    metadata: subscription.metadata,
    parent: {
      invoice_item_details: null,
      subscription_item_details: {
        invoice_item: proration ? newId('ii') : null,
        proration,
        proration_details: { credited_items: null },
        subscription: subscription.id,
        subscription_item: line.item,
      },
      type: 'subscription_item_details',
    },
    period: line.period,
    pretax_credit_amounts: [],
    pricing: {
      price_details: { price: price.id, product: price.product },
      type: 'price_details',
      unit_amount_decimal: price.unit_amount_decimal,
    },
    quantity,
    quantity_decimal: String(quantity),
    subscription: subscription.id,
    subtotal: line.amount,
    taxes: [],
  }
}
