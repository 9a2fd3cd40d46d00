import type { Billing, BillingInvoice, BillingPage } from '@t21/plugin-kit'
import type { Stripe } from 'stripe'
import type { StripeAccount } from './client.ts'
import { dateOf, idOf } from './values.ts'

/** A page of a customer's bills, newest first, with what was given back of each. */
export async function invoicesOf(
  { stripe }: StripeAccount,
  ...[customer, after]: Parameters<Billing['invoicesOf']>
): Promise<BillingPage<BillingInvoice>> {
  const { data, has_more } = await stripe.invoices.list({
    customer,
    limit: 100,
    expand: ['data.payments'],
    ...(after === null ? {} : { starting_after: after }),
  })
  const refunded = await refundedBy(stripe, customer, data)
  const items = data.map((invoice) => invoiceOf(invoice, refunded))
  return { items, next: has_more ? (data.at(-1)?.id ?? null) : null }
}

/** What was given back, by payment: since 2025-03-31 a bill names its payments, and no charge. */
async function refundedBy(
  stripe: Stripe,
  customer: string,
  invoices: readonly Stripe.Invoice[],
): Promise<ReadonlyMap<string, number>> {
  const refunded = new Map<string, number>()
  const paid = invoices.filter(({ amount_paid }) => amount_paid > 0)
  if (paid.length === 0) return refunded
  const gte = Math.min(...paid.map(({ created }) => created))
  for await (const charge of stripe.charges.list({ customer, created: { gte }, limit: 100 })) {
    const payment = idOf(charge.payment_intent) ?? charge.id
    refunded.set(payment, (refunded.get(payment) ?? 0) + charge.amount_refunded)
  }
  return refunded
}

function invoiceOf(invoice: Stripe.Invoice, refunded: ReadonlyMap<string, number>): BillingInvoice {
  const { id, number, total, currency, amount_paid, created } = invoice
  const { start, end } = periodOf(invoice)
  const payments = (invoice.payments?.data ?? []).map(({ payment }) =>
    idOf(payment.payment_intent ?? payment.charge),
  )
  return {
    id,
    customerId: idOf(invoice.customer) ?? '',
    number,
    status: statusOf(invoice),
    amount: total,
    currency,
    amountPaid: amount_paid,
    amountRefunded: payments.reduce((sum, payment) => sum + (refunded.get(payment ?? '') ?? 0), 0),
    periodStart: dateOf(start),
    periodEnd: dateOf(end),
    createdAt: dateOf(created),
    url: invoice.hosted_invoice_url ?? null,
    pdfUrl: invoice.invoice_pdf ?? null,
  }
}

/** What is paid for: the bill's own period is the one before it, in which extras were collected. */
function periodOf({ lines, period_start, period_end }: Stripe.Invoice): {
  readonly start: number
  readonly end: number
} {
  const ofPlan = lines.data.filter(({ parent }) => parent?.type === 'subscription_item_details')
  const whole = ofPlan.find(({ parent }) => parent?.subscription_item_details?.proration === false)
  return (whole ?? ofPlan[0])?.period ?? { start: period_start, end: period_end }
}

const statuses = ['draft', 'open', 'paid', 'void', 'uncollectible'] as const

function statusOf({ status }: Stripe.Invoice): BillingInvoice['status'] {
  return statuses.find((known) => known === status) ?? 'draft'
}
