import { change, create, type Act } from '../api/act.ts'
import { newId } from '../api/ids.ts'
import { day } from '../billing/clock.ts'
import { recordEvent } from '../events/events.ts'
import type { Charge, Dispute } from './records.ts'

/** How long one may answer a dispute, in seconds. */
const answerWithin = 9 * day

/** The customer's bank demands a payment back. */
export function openDispute(act: Act, charge: Charge, reason: string): Dispute {
  change(act, 'charges', charge.id, { disputed: true })
  const dispute: Dispute = {
    id: newId('du'),
    object: 'dispute',
    amount: charge.amount,
    balance_transactions: [],
    charge: charge.id,
    created: act.at,
    currency: charge.currency,
    enhanced_eligibility_types: [],
    evidence: {},
    evidence_details: {
      due_by: act.at + answerWithin,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: 'manual',
    },
    intended_submission_method: null,
    is_charge_refundable: false,
    livemode: false,
    metadata: {},
    network_reason_code: null,
    payment_intent: charge.payment_intent,
    reason,
    status: 'needs_response',
  }
  create(act, 'disputes', dispute, 'charge.dispute.created')
  recordEvent(act, 'charge.dispute.funds_withdrawn', dispute)
  return dispute
}

/** The bank has decided, or the dispute was given up. */
export function closeDispute(act: Act, id: string, status: 'lost' | 'won'): Dispute {
  const closed = change(act, 'disputes', id, { status }, 'charge.dispute.closed')
  if (status === 'won') recordEvent(act, 'charge.dispute.funds_reinstated', closed)
  return closed
}
