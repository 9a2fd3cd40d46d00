import type { Act } from '../api/act.ts'
import { change, create } from '../api/act.ts'
import { newId } from '../api/ids.ts'
import { newCharge } from '../objects/charge.ts'
import { newPaymentIntent } from '../objects/payment-intent.ts'
import { openDispute } from '../objects/dispute.ts'
import { table, type Invoice, type PaymentIntent } from '../objects/records.ts'
import { cardError, cardOf, type Decline } from './cards.ts'

const noCard: Decline = {
  code: 'missing',
  message: 'This customer has no attached payment source or default payment method.',
}

/** The payment of an invoice, made where it has none yet. */
export function intentOf(act: Act, invoice: Invoice): PaymentIntent {
  const payment = [...table(act.context, 'invoice_payments').values()].find(
    (one) => one.invoice === invoice.id,
  )
  const found = table(act.context, 'payment_intents').get(payment?.payment.payment_intent ?? '')
  if (found !== undefined) return found
  const intent = newPaymentIntent(act.at, {
    customer: invoice.customer,
    amount: invoice.amount_due,
    currency: invoice.currency,
    description:
      invoice.billing_reason === 'subscription_create'
        ? 'Subscription creation'
        : 'Subscription update',
  })
  create(act, 'payment_intents', intent, 'payment_intent.created')
  create(act, 'invoice_payments', {
    id: newId('inpay'),
    object: 'invoice_payment',
    amount_paid: null,
    amount_requested: invoice.amount_due,
    created: act.at,
    currency: invoice.currency,
    invoice: invoice.id,
    is_default: true,
    livemode: false,
    payment: { type: 'payment_intent', payment_intent: intent.id },
    status: 'open',
    status_transitions: { canceled_at: null, paid_at: null },
  })
  return intent
}

/** Why a payment with this method would fail, with its holder `present` at a page or not; `undefined` where it would succeed. */
export function declineOf(
  act: Act,
  paymentMethodId: string | null,
  present = false,
): Decline | undefined {
  if (paymentMethodId === null) return noCard
  const card = cardOf(act.context, paymentMethodId)
  return card.attach ?? card.charge ?? (present ? undefined : card.confirm)
}

/** Charges the card for an invoice. @returns why it was declined, `undefined` where it was not */
export function charge(
  act: Act,
  invoice: Invoice,
  paymentMethodId: string | null,
  present: boolean,
): Decline | undefined {
  const intent = intentOf(act, invoice)
  const decline = declineOf(act, paymentMethodId, present)
  if (paymentMethodId === null) return decline
  const made = newCharge(act, { intent, paymentMethodId, decline })
  create(act, 'charges', made, decline === undefined ? 'charge.succeeded' : 'charge.failed')
  if (decline !== undefined) {
    const error = { ...cardError(decline).error, charge: made.id }
    change(
      act,
      'payment_intents',
      intent.id,
      { status: 'requires_payment_method', latest_charge: made.id, last_payment_error: error },
      'payment_intent.payment_failed',
    )
    return decline
  }
  change(
    act,
    'payment_intents',
    intent.id,
    {
      status: 'succeeded',
      amount_received: intent.amount,
      latest_charge: made.id,
      last_payment_error: null,
      payment_method: paymentMethodId,
    },
    'payment_intent.succeeded',
  )
  for (const [id, payment] of table(act.context, 'invoice_payments')) {
    if (payment.payment.payment_intent !== intent.id) continue
    const paid = {
      status: 'paid',
      amount_paid: intent.amount,
      status_transitions: { canceled_at: null, paid_at: act.at },
    }
    change(act, 'invoice_payments', id, paid, 'invoice_payment.paid')
  }
  if (cardOf(act.context, paymentMethodId).disputed === true) openDispute(act, made, 'fraudulent')
  return undefined
}
