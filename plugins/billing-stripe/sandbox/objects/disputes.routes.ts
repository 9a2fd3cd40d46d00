import type { EmulatorRoute } from '@t21/plugin-kit/sandbox'
import { change } from '../api/act.ts'
import { endpoint } from '../api/endpoint.ts'
import { invalid } from '../api/errors.ts'
import { created, matching, page, paging } from '../api/lists.ts'
import { mergedMetadata, metadata } from '../api/metadata.ts'
import { flag, object, text } from '../api/params.ts'
import { closeDispute } from './dispute.ts'
import { existing } from './existing.ts'
import { table } from './records.ts'

const answerable = ['needs_response', 'warning_needs_response']

/** `/v1/disputes`. Evidence of `winning_evidence` wins, `losing_evidence` loses, as in Stripe's test mode. */
export const disputeRoutes: readonly EmulatorRoute[] = [
  endpoint(
    { method: 'GET', path: '/disputes/:id', operation: 'retrieve_dispute', params: {} },
    ({ context }, _, { id }) => existing(context, 'disputes', id),
  ),
  endpoint(
    {
      method: 'GET',
      path: '/disputes',
      operation: 'list_disputes',
      params: { ...paging, charge: text, created, payment_intent: text },
    },
    ({ context }, { charge, created: when, payment_intent: intent, ...asked }) => {
      const found = matching(table(context, 'disputes'), when, { charge, payment_intent: intent })
      return page(found, '/disputes', asked)
    },
  ),
  endpoint(
    {
      method: 'POST',
      path: '/disputes/:id',
      operation: 'update_dispute',
      params: { evidence: object({ uncategorized_text: text }), metadata, submit: flag },
    },
    (act, { evidence, metadata: given, submit }, { id }) => {
      const dispute = existing(act.context, 'disputes', id)
      if (!answerable.includes(dispute.status)) throw invalid('This dispute is already closed')
      const said = evidence?.uncategorized_text
      const { evidence_details: details } = dispute
      const submitted = submit ?? true
      const updated = change(
        act,
        'disputes',
        id,
        {
          metadata: mergedMetadata(dispute.metadata, given),
          evidence: {
            ...dispute.evidence,
            ...(said !== undefined && { uncategorized_text: said }),
          },
          evidence_details: {
            ...details,
            has_evidence: details.has_evidence || said !== undefined,
            submission_count: details.submission_count + (submitted ? 1 : 0),
          },
          ...(submitted && { status: 'under_review' }),
        },
        'charge.dispute.updated',
      )
      if (submitted && said === 'winning_evidence') return closeDispute(act, id, 'won')
      if (submitted && said === 'losing_evidence') return closeDispute(act, id, 'lost')
      return updated
    },
  ),
  endpoint(
    { method: 'POST', path: '/disputes/:id/close', operation: 'close_dispute', params: {} },
    (act, _, { id }) => {
      const { status } = existing(act.context, 'disputes', id)
      if (!answerable.includes(status)) throw invalid('This dispute is already closed')
      return closeDispute(act, id, 'lost')
    },
  ),
]
