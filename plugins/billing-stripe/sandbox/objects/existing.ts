import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { missing } from '../api/errors.ts'
import { table, type Customer, type Tables } from './records.ts'

/** How Stripe calls the things of a table in its errors. */
const kinds: Readonly<Record<keyof Tables, string>> = {
  customers: 'customer',
  products: 'product',
  prices: 'price',
  payment_methods: 'PaymentMethod',
  subscriptions: 'subscription',
  invoices: 'invoice',
  invoice_payments: 'invoice_payment',
  payment_intents: 'payment_intent',
  charges: 'charge',
  refunds: 'refund',
  disputes: 'dispute',
  checkout_sessions: 'checkout.session',
  portal_sessions: 'billing_portal.session',
  test_clocks: 'test clock',
  events: 'event',
  pending_lines: 'invoiceitem',
}

/** The object of this id. `param` is where the id came from. @throws Refusal `resource_missing` */
export function existing<Name extends keyof Tables>(
  context: Pick<EmulatorContext, 'store'>,
  name: Name,
  id: string,
  param = 'id',
): Tables[Name] {
  const found = table(context, name).get(id)
  if (found === undefined) throw missing(kinds[name], id, param)
  return found
}

/** The customer of this id, where it was not deleted. @throws Refusal `resource_missing` */
export function livingCustomer(
  context: Pick<EmulatorContext, 'store'>,
  id: string,
  param = 'id',
): Customer {
  const customer = existing(context, 'customers', id, param)
  if ('deleted' in customer) throw missing('customer', id, param)
  return customer
}
