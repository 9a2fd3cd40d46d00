import type { Billing, BillingPage, BillingReversal, ReversalStatus } from '@t21/plugin-kit'
import type { Stripe } from 'stripe'
import type { StripeAccount } from './client.ts'
import { dateOf, idOf } from './values.ts'

const pageLength = 100

/**
 * A page of a customer's refunds and disputes, newest first. Stripe lists them by charge alone, so all charges of the customer
 * are looked at: one a month, as bills go.
 */
export async function reversalsOf(
  { stripe }: StripeAccount,
  ...[customerId, after]: Parameters<Billing['reversalsOf']>
): Promise<BillingPage<BillingReversal>> {
  const all: BillingReversal[] = []
  const charges = stripe.charges.list({
    customer: customerId,
    limit: 100,
    expand: ['data.refunds'],
  })
  for await (const charge of charges) all.push(...(await reversalsOfCharge(stripe, charge)))
  all.sort((one, other) => other.createdAt.getTime() - one.createdAt.getTime())
  const from = after === null ? 0 : all.findIndex(({ id }) => id === after) + 1
  const items = all.slice(from, from + pageLength)
  return { items, next: from + pageLength < all.length ? (items.at(-1)?.id ?? null) : null }
}

/** See {@link Billing.customerOf}: the object of a reversal's event is a refund, a dispute, or a charge. */
export async function customerOf(
  { stripe }: StripeAccount,
  objectId: string,
): Promise<{ readonly id: string } | null> {
  const id = idOf((await chargeOf(stripe, objectId))?.customer)
  return id === null ? null : { id }
}

async function chargeOf(stripe: Stripe, objectId: string): Promise<Stripe.Charge | null> {
  const [prefix] = objectId.split('_', 1)
  if (prefix === 'ch' || prefix === 'py') return stripe.charges.retrieve(objectId)
  const isDispute = prefix === 'du' || prefix === 'dp'
  const { charge } = isDispute
    ? await stripe.disputes.retrieve(objectId)
    : await stripe.refunds.retrieve(objectId)
  const id = idOf(charge)
  return id === null ? null : stripe.charges.retrieve(id)
}

/** Money that waits for somebody is under way. */
const refundStatuses: Readonly<Record<string, ReversalStatus>> = {
  succeeded: 'succeeded',
  failed: 'failed',
  canceled: 'failed',
}

/** A bank that only inquired, and was content, takes nothing; nor does a dispute that was prevented. */
const disputeStatuses: Readonly<Record<string, ReversalStatus>> = {
  won: 'won',
  warning_closed: 'won',
  prevented: 'won',
  lost: 'lost',
}

async function reversalsOfCharge(
  stripe: Stripe,
  charge: Stripe.Charge,
): Promise<BillingReversal[]> {
  const refunds = await refundsOf(stripe, charge)
  const disputes = charge.disputed ? await disputesOf(stripe, charge) : []
  if (refunds.length + disputes.length === 0) return []
  const common = {
    customerId: idOf(charge.customer) ?? '',
    invoiceId: await invoiceIdOf(stripe, charge),
  }
  return [
    ...refunds.map((refund) => ({
      ...common,
      ...moneyOf(refund),
      kind: 'refund' as const,
      status: refundStatuses[refund.status ?? ''] ?? 'pending',
    })),
    ...disputes.map((dispute) => ({
      ...common,
      ...moneyOf(dispute),
      kind: 'dispute' as const,
      status: disputeStatuses[dispute.status] ?? 'open',
    })),
  ]
}

function moneyOf({
  id,
  amount,
  currency,
  reason,
  created,
}: Stripe.Refund | Stripe.Dispute): Pick<
  BillingReversal,
  'id' | 'amount' | 'currency' | 'reason' | 'createdAt'
> {
  return { id, amount, currency, reason, createdAt: dateOf(created) }
}

/** Ten come with the charge. */
async function refundsOf(stripe: Stripe, { id, refunds }: Stripe.Charge): Promise<Stripe.Refund[]> {
  if (refunds?.has_more === false) return refunds.data
  return stripe.refunds.list({ charge: id, limit: 100 }).autoPagingToArray({ limit: 1000 })
}

async function disputesOf(stripe: Stripe, { id }: Stripe.Charge): Promise<Stripe.Dispute[]> {
  return stripe.disputes.list({ charge: id, limit: 100 }).autoPagingToArray({ limit: 1000 })
}

async function invoiceIdOf(
  stripe: Stripe,
  { payment_intent }: Stripe.Charge,
): Promise<string | null> {
  const paymentIntent = idOf(payment_intent)
  if (paymentIntent === null) return null
  const { data } = await stripe.invoicePayments.list({
    payment: { type: 'payment_intent', payment_intent: paymentIntent },
    limit: 1,
  })
  return idOf(data[0]?.invoice)
}
