import { change, create, type Act } from '../api/act.ts'
import { account } from '../api/account.ts'
import { existing } from '../objects/existing.ts'
import { dueOf, newInvoice, subscriptionOf, type InvoiceTerms } from '../objects/invoice.ts'
import { table, type Invoice } from '../objects/records.ts'
import type { Decline } from './cards.ts'
import { charge, declineOf, intentOf } from './payment.ts'
import { afterFailure, afterPayment, nextAttempt } from './standing.ts'

/** Keeps a draft, as the newest invoice of its subscription. */
export function draftInvoice(act: Act, terms: InvoiceTerms): Invoice {
  const invoice = create(act, 'invoices', newInvoice(act, terms), 'invoice.created')
  change(act, 'subscriptions', terms.subscription.id, { latest_invoice: invoice.id })
  return invoice
}

/** Gives a draft its number, settles it with the customer's balance, and opens it; nothing due is paid. */
export function finalizeInvoice(act: Act, id: string): Invoice {
  const draft = existing(act.context, 'invoices', id)
  const customer = existing(act.context, 'customers', draft.customer)
  const due = dueOf(draft.total, customer.balance)
  const sequence = customer.next_invoice_sequence ?? 1
  change(act, 'customers', customer.id, { next_invoice_sequence: sequence + 1 })
  if (due.ending !== customer.balance) {
    change(act, 'customers', customer.id, { balance: due.ending }, 'customer.updated')
  }
  const { context } = act
  const opened = change(
    act,
    'invoices',
    id,
    {
      status: 'open',
      number: `${customer.invoice_prefix}-${String(sequence).padStart(4, '0')}`,
      starting_balance: customer.balance,
      ending_balance: due.ending,
      amount_due: due.amount,
      amount_remaining: due.amount,
      automatically_finalizes_at: null,
      effective_at: act.at,
      hosted_invoice_url: `${context.origin('invoice.stripe.com')}/i/${account.id}/${id}`,
      invoice_pdf: `${context.origin('pay.stripe.com')}/invoice/${account.id}/${id}/pdf`,
      status_transitions: { ...draft.status_transitions, finalized_at: act.at },
    },
    'invoice.finalized',
    'invoice.updated',
  )
  if (due.amount === 0) return markPaid(act, opened)
  intentOf(act, opened)
  return opened
}

/** Tries to have an open invoice paid. @returns why it was declined, `undefined` where it was not */
export function collectInvoice(
  act: Act,
  id: string,
  options: {
    readonly paymentMethod?: string | undefined
    /** The card's holder is at a page, and confirms what the bank asks. */
    readonly present?: boolean
  } = {},
): Decline | undefined {
  const invoice = existing(act.context, 'invoices', id)
  if (invoice.status !== 'open') return undefined
  const method = options.paymentMethod ?? methodFor(act, invoice)
  const decline = charge(act, invoice, method, options.present ?? false)
  const attempts = invoice.attempt_count + 1
  if (decline === undefined) {
    markPaid(act, { ...invoice, attempt_count: attempts, attempted: true })
    return undefined
  }
  const failed = change(
    act,
    'invoices',
    id,
    {
      attempt_count: attempts,
      attempted: true,
      next_payment_attempt: nextAttempt(act, invoice, attempts),
    },
    'invoice.payment_failed',
    ...(decline.code === 'authentication_required' ? ['invoice.payment_action_required'] : []),
    'invoice.updated',
  )
  afterFailure(act, failed)
  return decline
}

/** Why an invoice could not be paid now with the card that would be charged; `undefined` where it could. */
export function wouldDecline(act: Act, invoice: Invoice): Decline | undefined {
  return invoice.amount_due === 0 ? undefined : declineOf(act, methodFor(act, invoice))
}

/** An invoice that need not be paid any more. */
export function voidInvoice(act: Act, id: string): Invoice {
  const { status_transitions: transitions } = existing(act.context, 'invoices', id)
  return change(
    act,
    'invoices',
    id,
    {
      status: 'void',
      next_payment_attempt: null,
      auto_advance: false,
      status_transitions: { ...transitions, voided_at: act.at },
    },
    'invoice.voided',
    'invoice.updated',
  )
}

function markPaid(act: Act, invoice: Invoice): Invoice {
  const paid = change(
    act,
    'invoices',
    invoice.id,
    {
      status: 'paid',
      amount_paid: invoice.amount_due,
      amount_remaining: 0,
      attempted: true,
      attempt_count: invoice.attempt_count,
      auto_advance: false,
      next_payment_attempt: null,
      status_transitions: { ...invoice.status_transitions, paid_at: act.at },
    },
    'invoice.updated',
    'invoice.paid',
    'invoice.payment_succeeded',
  )
  afterPayment(act, paid)
  return paid
}

/** The card that is charged for an invoice: its own, its subscription's, or its customer's. */
function methodFor({ context }: Act, invoice: Invoice): string | null {
  const subscription = table(context, 'subscriptions').get(subscriptionOf(invoice))
  const customer = table(context, 'customers').get(invoice.customer)
  return (
    invoice.default_payment_method ??
    subscription?.default_payment_method ??
    customer?.invoice_settings?.default_payment_method ??
    null
  )
}
