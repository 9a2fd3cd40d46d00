import type { Billing } from '@t21/plugin-kit'
import type { Stripe } from 'stripe'
import type { StripeAccount } from './client.ts'
import { isMissing } from './missing.ts'

/** The key under which T21's id is kept with customers, checkouts and subscriptions. */
export const referenceKey = 't21_reference'

/**
 * Makes the one customer of a reference. What the key guards never differs between two attempts: the address and the name,
 * which may have changed meanwhile, are given afterwards, so that the second attempt is not refused for them.
 */
export async function createCustomer(
  { stripe }: StripeAccount,
  ...[{ reference, email, name }, { idempotencyKey }]: Parameters<Billing['createCustomer']>
): Promise<{ readonly id: string }> {
  const { id } = await stripe.customers.create(
    { metadata: { [referenceKey]: reference } },
    { idempotencyKey },
  )
  await stripe.customers.update(id, { email, name })
  return { id }
}

/**
 * Finds customers by Stripe's search, which is behind by a minute, and by an hour on bad days. T21 looks here before it makes
 * a customer with a key made of the reference; Stripe keeps keys for a day at least. So what the search does not know yet,
 * the key does.
 */
export async function customersOf(
  { stripe }: StripeAccount,
  reference: string,
): Promise<readonly { readonly id: string }[]> {
  const found: Stripe.Customer[] = []
  const query = `metadata['${referenceKey}']:'${reference.replaceAll(/[\\']/g, '\\$&')}'`
  for await (const { id } of stripe.customers.search({ query, limit: 100 })) {
    const customer = await stripe.customers.retrieve(id)
    if (customer.deleted !== true && customer.metadata[referenceKey] === reference) {
      found.push(customer)
    }
  }
  return found.toSorted((one, other) => one.created - other.created).map(({ id }) => ({ id }))
}

/** See {@link Billing.updateCustomer}. */
export async function updateCustomer(
  { stripe }: StripeAccount,
  ...[customerId, changes]: Parameters<Billing['updateCustomer']>
): Promise<void> {
  await stripe.customers.update(customerId, changes)
}

/** See {@link Billing.removeCustomer}: Stripe ends the subscriptions itself, and keeps the bills. */
export async function removeCustomer({ stripe }: StripeAccount, customerId: string): Promise<void> {
  try {
    await stripe.customers.del(customerId)
  } catch (error) {
    if (!isMissing(error)) throw error
  }
}
