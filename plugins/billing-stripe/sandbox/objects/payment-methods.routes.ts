import type { EmulatorRoute } from '@t21/plugin-kit/sandbox'
import { change } from '../api/act.ts'
import { endpoint } from '../api/endpoint.ts'
import { invalid } from '../api/errors.ts'
import { page, paging } from '../api/lists.ts'
import { mergedMetadata, metadata } from '../api/metadata.ts'
import { ignored, integer, object, oneOf, required, text } from '../api/params.ts'
import { cardNumbered } from '../billing/cards.ts'
import { actFor } from '../billing/clock.ts'
import { existing, livingCustomer } from './existing.ts'
import { newPaymentMethod } from './payment-method.ts'
import { cardNamed } from './payment-methods.ts'
import { table } from './records.ts'

const listed = { ...paging, type: oneOf('card') }

/** `/v1/payment_methods`: cards. */
export const paymentMethodRoutes: readonly EmulatorRoute[] = [
  endpoint(
    {
      method: 'POST',
      path: '/payment_methods',
      operation: 'create_payment_method',
      params: {
        billing_details: ignored,
        card: required(
          object({ number: required(text), exp_month: integer, exp_year: integer, cvc: text }),
        ),
        metadata,
        type: required(oneOf('card')),
      },
    },
    (act, { card }) => newPaymentMethod(act, cardNumbered(card.number)),
  ),
  endpoint(
    {
      method: 'GET',
      path: '/payment_methods/:id',
      operation: 'retrieve_payment_method',
      params: {},
    },
    ({ context }, _, { id }) => existing(context, 'payment_methods', id),
  ),
  endpoint(
    {
      method: 'POST',
      path: '/payment_methods/:id',
      operation: 'update_payment_method',
      params: { metadata },
    },
    (act, { metadata: given }, { id }) => {
      const method = existing(act.context, 'payment_methods', id)
      const changes = { metadata: mergedMetadata(method.metadata, given) }
      return change(act, 'payment_methods', id, changes, 'payment_method.updated')
    },
  ),
  endpoint(
    {
      method: 'POST',
      path: '/payment_methods/:id/attach',
      operation: 'attach_payment_method',
      params: { customer: required(text) },
    },
    (asked, { customer }, { id }) => {
      livingCustomer(asked.context, customer, 'customer')
      return cardNamed(actFor(asked, customer), id, customer)
    },
  ),
  endpoint(
    {
      method: 'POST',
      path: '/payment_methods/:id/detach',
      operation: 'detach_payment_method',
      params: {},
    },
    (act, _, { id }) => {
      const { customer } = existing(act.context, 'payment_methods', id)
      if (customer === null) {
        throw invalid(
          'The payment method you provided is not attached to a customer so detachment is impossible.',
        )
      }
      return change(act, 'payment_methods', id, { customer: null }, 'payment_method.detached')
    },
  ),
  endpoint(
    {
      method: 'GET',
      path: '/payment_methods',
      operation: 'list_payment_methods',
      params: { ...listed, customer: text },
    },
    ({ context }, { customer, ...asked }) => {
      const all = [...table(context, 'payment_methods').values()]
      const found = all.filter((method) => customer !== undefined && method.customer === customer)
      return page(found, '/payment_methods', asked)
    },
  ),
  endpoint(
    {
      method: 'GET',
      path: '/customers/:id/payment_methods',
      operation: 'list_customer_payment_methods',
      params: listed,
    },
    ({ context }, asked, { id }) => {
      livingCustomer(context, id, 'customer')
      const all = [...table(context, 'payment_methods').values()]
      const found = all.filter(({ customer }) => customer === id)
      return page(found, `/customers/${id}/payment_methods`, asked)
    },
  ),
]
