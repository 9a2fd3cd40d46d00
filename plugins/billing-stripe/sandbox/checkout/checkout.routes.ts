import type { EmulatorRoute } from '@t21/plugin-kit/sandbox'
import { create } from '../api/act.ts'
import { endpoint } from '../api/endpoint.ts'
import { invalid } from '../api/errors.ts'
import { created, matching, page, paging } from '../api/lists.ts'
import { mergedMetadata, metadata } from '../api/metadata.ts'
import {
  address,
  flag,
  ignored,
  integer,
  list,
  object,
  oneOf,
  required,
  text,
} from '../api/params.ts'
import { actFor, day } from '../billing/clock.ts'
import { recurringPrice } from '../billing/subscribing.ts'
import { existing, livingCustomer } from '../objects/existing.ts'
import { table } from '../objects/records.ts'
import { expireSession } from './expiry.ts'
import { checkoutLines, orders } from './lines.ts'
import { newSession } from './session.ts'

const subscriptionData = object({
  billing_mode: ignored,
  description: text,
  invoice_settings: ignored,
  metadata,
  proration_behavior: oneOf('create_prorations', 'none'),
  trial_end: integer,
  trial_period_days: integer,
  trial_settings: object({
    end_behavior: object({
      missing_payment_method: required(oneOf('cancel', 'create_invoice', 'pause')),
    }),
  }),
})

const params = {
  adaptive_pricing: ignored,
  allow_promotion_codes: flag,
  automatic_tax: ignored,
  billing_address_collection: ignored,
  branding_settings: ignored,
  cancel_url: address,
  client_reference_id: text,
  consent_collection: ignored,
  custom_text: ignored,
  customer: text,
  customer_email: text,
  customer_update: ignored,
  expires_at: integer,
  line_items: list(
    required(object({ price: required(text), quantity: integer, adjustable_quantity: ignored })),
  ),
  locale: ignored,
  metadata,
  mode: required(oneOf('subscription', 'payment', 'setup')),
  payment_method_collection: oneOf('always', 'if_required'),
  payment_method_options: ignored,
  payment_method_types: list(required(oneOf('card', 'link'))),
  phone_number_collection: ignored,
  saved_payment_method_options: ignored,
  submit_type: ignored,
  subscription_data: subscriptionData,
  success_url: required(address),
  tax_id_collection: ignored,
  ui_mode: oneOf('hosted', 'hosted_page'),
}

/** `/v1/checkout/sessions`: pages on which subscriptions are bought. */
export const checkoutRoutes: readonly EmulatorRoute[] = [
  endpoint(
    {
      method: 'POST',
      path: '/checkout/sessions',
      operation: 'create_checkout_session',
      params,
    },
    (asked, given) => {
      const { customer = null, customer_email: email = null, line_items: lines = [] } = given
      const { subscription_data: data } = given
      if (given.mode !== 'subscription') {
        throw invalid(`The sandbox has no checkout in \`${given.mode}\` mode.`, 'mode')
      }
      if (customer !== null && email !== null) {
        throw invalid('You may only specify one of these parameters: customer, customer_email.')
      }
      if (customer !== null) livingCustomer(asked.context, customer, 'customer')
      const act = actFor(asked, customer)
      if (lines.length === 0) {
        const message = 'You must provide `line_items` in `subscription` mode.'
        throw invalid(message, 'line_items', 'parameter_missing')
      }
      const ordered = lines.map(({ price, quantity = 1 }, index) => ({
        price: recurringPrice(act, price, `line_items[${index}][price]`),
        quantity,
      }))
      const [first] = ordered
      const { expires_at: expiresAt = act.at + day } = given
      if (expiresAt < act.at + 1800 || expiresAt > act.at + day) {
        const message =
          'The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session creation.'
        throw invalid(message, 'expires_at')
      }
      if (data?.trial_end !== undefined && data.trial_end < act.at + 2 * day) {
        throw invalid(
          'The `trial_end` date has to be at least 2 days in the future.',
          'subscription_data[trial_end]',
        )
      }
      const session = newSession(act, {
        customer,
        customer_email: email,
        success_url: given.success_url,
        cancel_url: given.cancel_url ?? null,
        client_reference_id: given.client_reference_id ?? null,
        metadata: mergedMetadata({}, given.metadata),
        expires_at: expiresAt,
        total: ordered.reduce((sum, line) => sum + line.price.unit_amount * line.quantity, 0),
        currency: first?.price.currency ?? 'gbp',
        collection: given.payment_method_collection ?? 'always',
        codes: given.allow_promotion_codes ?? null,
      })
      orders(act.context).set(session.id, {
        lines: ordered.map(({ price, quantity }) => ({ price: price.id, quantity })),
        trialEnd: data?.trial_end ?? null,
        trialDays: data?.trial_period_days ?? null,
        metadata: mergedMetadata({}, data?.metadata),
        description: data?.description ?? null,
        withoutCard: data?.trial_settings?.end_behavior?.missing_payment_method ?? 'create_invoice',
      })
      return create(act, 'checkout_sessions', session)
    },
  ),
  endpoint(
    {
      method: 'GET',
      path: '/checkout/sessions/:id',
      operation: 'retrieve_checkout_session',
      params: {},
    },
    ({ context }, _, { id }) => existing(context, 'checkout_sessions', id),
  ),
  endpoint(
    {
      method: 'GET',
      path: '/checkout/sessions/:id/line_items',
      operation: 'list_checkout_lines',
      params: paging,
    },
    ({ context }, _, { id }) => {
      existing(context, 'checkout_sessions', id)
      return checkoutLines(context, id)
    },
  ),
  endpoint(
    {
      method: 'GET',
      path: '/checkout/sessions',
      operation: 'list_checkout_sessions',
      params: {
        ...paging,
        created,
        customer: text,
        subscription: text,
        status: oneOf('complete', 'expired', 'open'),
      },
    },
    ({ context }, { created: when, customer, subscription, status, ...asked }) => {
      const found = matching(table(context, 'checkout_sessions'), when, {
        customer,
        subscription,
        status,
      })
      return page(found, '/checkout/sessions', asked)
    },
  ),
  endpoint(
    {
      method: 'POST',
      path: '/checkout/sessions/:id/expire',
      operation: 'expire_checkout_session',
      params: {},
    },
    (asked, _, { id }) => {
      const session = existing(asked.context, 'checkout_sessions', id)
      if (session.status === 'open') return expireSession(actFor(asked, session.customer), id)
      const message = `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of ${session.status}.`
      throw invalid(message, 'session')
    },
  ),
]
