import { change, create, type Act } from '../api/act.ts'
import { invalid } from '../api/errors.ts'
import { newId } from '../api/ids.ts'
import type { Charge, Refund } from './records.ts'

/** Gives money back: all that is left, or some of it. @throws Refusal where that is more than there is */
export function refundCharge(
  act: Act,
  charge: Charge,
  given: {
    readonly amount: number | undefined
    readonly reason: 'duplicate' | 'fraudulent' | 'requested_by_customer' | undefined
    readonly metadata: Record<string, string>
  },
): Refund {
  const left = charge.amount - charge.amount_refunded
  if (!charge.paid) {
    const message = `Charge ${charge.id} cannot be refunded because it was not successful.`
    throw invalid(message, 'charge')
  }
  if (left === 0) {
    const message = `Charge ${charge.id} has already been refunded.`
    throw invalid(message, undefined, 'charge_already_refunded')
  }
  if (charge.disputed) {
    const message = `The charge ${charge.id} has been charged back; cannot issue a refund.`
    throw invalid(message, undefined, 'charge_disputed')
  }
  const amount = given.amount ?? left
  if (amount < 1) throw invalid('Invalid positive integer', 'amount', 'parameter_invalid_integer')
  if (amount > left) {
    const message = `Refund amount (${money(amount)}) is greater than unrefunded amount on charge (${money(left)})`
    throw invalid(message, 'amount')
  }
  const refund: Refund = {
    id: newId('re'),
    object: 'refund',
    amount,
    balance_transaction: newId('txn'),
    charge: charge.id,
    created: act.at,
    currency: charge.currency,
    customer: charge.customer,
    customer_account: null,
    destination_details: {
      type: 'card',
      card: {
        reference_status: 'pending',
        reference_type: 'acquirer_reference_number',
        type: 'refund',
      },
    },
    metadata: given.metadata,
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    reason: given.reason ?? null,
    receipt_number: null,
    source_transfer_reversal: null,
    status: 'succeeded',
    transfer_reversal: null,
  }
  create(act, 'refunds', refund, 'refund.created')
  const back = charge.amount_refunded + amount
  const changes = { amount_refunded: back, refunded: back === charge.amount }
  change(act, 'charges', charge.id, changes, 'charge.refunded')
  return refund
}

function money(amount: number): string {
  return `£${(amount / 100).toFixed(2)}`
}
