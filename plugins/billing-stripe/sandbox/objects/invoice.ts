import type { Act } from '../api/act.ts'
import { account } from '../api/account.ts'
import { newId } from '../api/ids.ts'
import type { Customer, Invoice, LineItem, Subscription } from './records.ts'

/** What an invoice is made of. */
export interface InvoiceTerms {
  readonly id?: string
  readonly customer: Customer
  readonly subscription: Subscription
  readonly reason: 'subscription_create' | 'subscription_cycle' | 'subscription_update' | 'upcoming'
  readonly lines: readonly LineItem[]
  readonly period: { readonly start: number; readonly end: number }
  /** When it becomes one that is to be paid, where it is not so at once. */
  readonly finalizesAt?: number | null
}

/** A draft. */
export function newInvoice(act: Act, terms: InvoiceTerms): Invoice {
  const { customer, subscription, reason, period } = terms
  const id = terms.id ?? newId('in')
  const lines = terms.lines.map((line) => ({ ...line, invoice: id }))
  const total = lines.reduce((sum, { amount }) => sum + amount, 0)
  const due = dueOf(total, customer.balance)
  const finalizesAt = terms.finalizesAt ?? null
  return {
    id,
    object: 'invoice',
    account_country: account.country,
    account_name: account.name,
    account_tax_ids: null,
    amount_due: due.amount,
    amount_overpaid: 0,
    amount_paid: 0,
    amount_remaining: due.amount,
    amount_shipping: 0,
    application: null,
    attempt_count: 0,
    attempted: false,
    auto_advance: true,
    automatic_tax: {
      disabled_reason: null,
      enabled: false,
      liability: null,
      provider: null,
      status: null,
    },
    automatically_finalizes_at: finalizesAt,
    billing_reason: reason,
    collection_method: 'charge_automatically',
    created: act.at,
    currency: subscription.currency,
    custom_fields: null,
    customer: customer.id,
    customer_account: null,
    customer_address: null,
    customer_email: customer.email,
    customer_name: customer.name ?? null,
    customer_phone: customer.phone ?? null,
    customer_shipping: null,
    customer_tax_exempt: 'none',
    customer_tax_ids: [],
    default_payment_method: null,
    default_source: null,
    default_tax_rates: [],
    description: null,
    discounts: [],
    due_date: null,
    effective_at: null,
    ending_balance: null,
    footer: null,
    from_invoice: null,
    hosted_invoice_url: null,
    invoice_pdf: null,
    issuer: { type: 'self' },
    last_finalization_error: null,
    latest_revision: null,
    lines: { object: 'list', data: lines, has_more: false, url: `/v1/invoices/${id}/lines` },
    livemode: false,
    metadata: {},
    next_payment_attempt: finalizesAt,
    number: null,
    on_behalf_of: null,
    parent: {
      quote_details: null,
      subscription_details: { metadata: subscription.metadata, subscription: subscription.id },
      type: 'subscription_details',
    },
    payment_settings: {
      default_mandate: null,
      payment_method_options: null,
      payment_method_types: null,
    },
    period_end: period.end,
    period_start: period.start,
    post_payment_credit_notes_amount: 0,
    pre_payment_credit_notes_amount: 0,
    receipt_number: null,
    rendering: null,
    shipping_cost: null,
    shipping_details: null,
    starting_balance: customer.balance,
    statement_descriptor: null,
    status: 'draft',
    status_transitions: {
      finalized_at: null,
      marked_uncollectible_at: null,
      paid_at: null,
      voided_at: null,
    },
    subtotal: total,
    subtotal_excluding_tax: total,
    test_clock: customer.test_clock,
    total,
    total_discount_amounts: [],
    total_excluding_tax: total,
    total_pretax_credit_amounts: [],
    total_taxes: [],
    webhooks_delivered_at: act.at,
  }
}

/** What is to be paid of a total, and the customer's balance after it: below 0 is a credit. */
export function dueOf(total: number, balance: number): { amount: number; ending: number } {
  const owed = total + balance
  return owed > 0 ? { amount: owed, ending: 0 } : { amount: 0, ending: owed }
}

/** The subscription that an invoice is for. */
export function subscriptionOf({ parent }: Pick<Invoice, 'parent'>): string {
  const subscription = parent?.subscription_details?.subscription
  return typeof subscription === 'string' ? subscription : ''
}
