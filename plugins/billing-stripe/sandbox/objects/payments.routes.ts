import type { EmulatorRoute } from '@t21/plugin-kit/sandbox'
import { change } from '../api/act.ts'
import { endpoint } from '../api/endpoint.ts'
import { invalid } from '../api/errors.ts'
import { created, matching, page, paging } from '../api/lists.ts'
import { mergedMetadata, metadata } from '../api/metadata.ts'
import { integer, oneOf, text } from '../api/params.ts'
import { actFor } from '../billing/clock.ts'
import { existing } from './existing.ts'
import { table } from './records.ts'
import { refundCharge } from './refund.ts'

/** `/v1/charges`, `/v1/payment_intents` and `/v1/refunds`. */
export const paymentRoutes: readonly EmulatorRoute[] = [
  endpoint(
    { method: 'GET', path: '/charges/:id', operation: 'retrieve_charge', params: {} },
    ({ context }, _, { id }) => existing(context, 'charges', id),
  ),
  endpoint(
    {
      method: 'GET',
      path: '/charges',
      operation: 'list_charges',
      params: { ...paging, created, customer: text, payment_intent: text },
    },
    ({ context }, { created: when, customer, payment_intent: intent, ...asked }) => {
      const found = matching(table(context, 'charges'), when, {
        customer,
        payment_intent: intent,
      })
      return page(found, '/charges', asked)
    },
  ),
  endpoint(
    {
      method: 'GET',
      path: '/payment_intents/:id',
      operation: 'retrieve_payment_intent',
      params: {},
    },
    ({ context }, _, { id }) => existing(context, 'payment_intents', id),
  ),
  endpoint(
    {
      method: 'GET',
      path: '/payment_intents',
      operation: 'list_payment_intents',
      params: { ...paging, created, customer: text },
    },
    ({ context }, { created: when, customer, ...asked }) => {
      const found = matching(table(context, 'payment_intents'), when, { customer })
      return page(found, '/payment_intents', asked)
    },
  ),
  endpoint(
    {
      method: 'POST',
      path: '/refunds',
      operation: 'create_refund',
      params: {
        amount: integer,
        charge: text,
        metadata,
        payment_intent: text,
        reason: oneOf('duplicate', 'fraudulent', 'requested_by_customer'),
      },
    },
    (asked, { charge: chargeId, payment_intent: intentId, metadata: meta, ...given }) => {
      if ((chargeId === undefined) === (intentId === undefined)) {
        throw invalid(
          'One of the following params should be provided for this request: payment_intent or charge.',
        )
      }
      const intent =
        intentId === undefined
          ? undefined
          : existing(asked.context, 'payment_intents', intentId, 'payment_intent')
      const id = chargeId ?? intent?.latest_charge ?? ''
      const charge = existing(asked.context, 'charges', id, 'charge')
      const terms = { ...given, metadata: mergedMetadata({}, meta) }
      return refundCharge(actFor(asked, charge.customer), charge, terms)
    },
  ),
  endpoint(
    { method: 'GET', path: '/refunds/:id', operation: 'retrieve_refund', params: {} },
    ({ context }, _, { id }) => existing(context, 'refunds', id),
  ),
  endpoint(
    { method: 'POST', path: '/refunds/:id', operation: 'update_refund', params: { metadata } },
    (act, { metadata: given }, { id }) => {
      const refund = existing(act.context, 'refunds', id)
      const changes = { metadata: mergedMetadata(refund.metadata, given) }
      return change(act, 'refunds', id, changes, 'refund.updated')
    },
  ),
  endpoint(
    {
      method: 'GET',
      path: '/refunds',
      operation: 'list_refunds',
      params: { ...paging, charge: text, created, payment_intent: text },
    },
    ({ context }, { charge, created: when, payment_intent: intent, ...asked }) => {
      const found = matching(table(context, 'refunds'), when, { charge, payment_intent: intent })
      return page(found, '/refunds', asked)
    },
  ),
]
