import type { EmulatorRoute } from '@t21/plugin-kit/sandbox'
import { endpoint } from '../api/endpoint.ts'
import { invalid } from '../api/errors.ts'
import { created, page, paging } from '../api/lists.ts'
import { mergedMetadata, metadata } from '../api/metadata.ts'
import { flag, ignored, integer, list, object, oneOf, required, text } from '../api/params.ts'
import { actFor } from '../billing/clock.ts'
import { endSubscription } from '../billing/ending.ts'
import { subscribe, trialEndAfter } from '../billing/subscribing.ts'
import { existing, livingCustomer } from './existing.ts'
import { cardNamed } from './payment-methods.ts'
import { table } from './records.ts'
import { isOver } from './subscription.ts'

const feedback = oneOf(
  'customer_service',
  'low_quality',
  'missing_features',
  'other',
  'switched_service',
  'too_complex',
  'too_expensive',
  'unused',
)

const status = oneOf(
  'active',
  'all',
  'canceled',
  'ended',
  'incomplete',
  'incomplete_expired',
  'past_due',
  'paused',
  'trialing',
  'unpaid',
)

const whenUnpaid = {
  allow_incomplete: 'incomplete',
  default_incomplete: 'leave',
  error_if_incomplete: 'refuse',
} as const

/** `/v1/subscriptions`: beginning, reading and ending; changing is in `changes.routes.ts`. */
export const subscriptionRoutes: readonly EmulatorRoute[] = [
  endpoint(
    {
      method: 'POST',
      path: '/subscriptions',
      operation: 'create_subscription',
      params: {
        automatic_tax: ignored,
        billing_mode: ignored,
        cancel_at_period_end: flag,
        collection_method: oneOf('charge_automatically'),
        customer: required(text),
        default_payment_method: text,
        description: text,
        items: required(list(required(object({ price: required(text), quantity: integer })))),
        metadata,
        off_session: flag,
        payment_behavior: oneOf('allow_incomplete', 'default_incomplete', 'error_if_incomplete'),
        payment_settings: ignored,
        trial_end: integer,
        trial_period_days: integer,
        trial_settings: object({
          end_behavior: object({
            missing_payment_method: required(oneOf('cancel', 'create_invoice', 'pause')),
          }),
        }),
      },
    },
    (asked, given) => {
      const customer = livingCustomer(asked.context, given.customer, 'customer')
      const act = actFor(asked, customer.id)
      const method = given.default_payment_method
      return subscribe(act, {
        customer,
        items: given.items.map(({ price, quantity = 1 }) => ({ price, quantity })),
        trialEnd: given.trial_end ?? trialEndAfter(act, given.trial_period_days),
        metadata: mergedMetadata({}, given.metadata),
        description: given.description ?? null,
        paymentMethod: method === undefined ? null : cardNamed(act, method, customer.id).id,
        cancelAtPeriodEnd: given.cancel_at_period_end ?? false,
        withoutCard: given.trial_settings?.end_behavior?.missing_payment_method ?? 'create_invoice',
        unpaid: whenUnpaid[given.payment_behavior ?? 'allow_incomplete'],
      })
    },
  ),
  endpoint(
    {
      method: 'GET',
      path: '/subscriptions/:id',
      operation: 'retrieve_subscription',
      params: {},
    },
    ({ context }, _, { id }) => existing(context, 'subscriptions', id),
  ),
  endpoint(
    {
      method: 'GET',
      path: '/subscriptions',
      operation: 'list_subscriptions',
      params: { ...paging, created, customer: text, price: text, status, test_clock: text },
    },
    (
      { context },
      { created: when, customer, price, status: state, test_clock: clock, ...asked },
    ) => {
      const found = [...table(context, 'subscriptions').values()].filter(
        (one) =>
          (when === undefined || when(one.created)) &&
          (customer === undefined || one.customer === customer) &&
          // Objects of test clocks are listed only where one asks for the clock or the customer.
          (one.test_clock === (clock ?? null) || customer !== undefined) &&
          (price === undefined || one.items.data.some((item) => item.price.id === price)) &&
          hasStatus(one.status, state),
      )
      return page(found, '/subscriptions', asked)
    },
  ),
  endpoint(
    {
      method: 'DELETE',
      path: '/subscriptions/:id',
      operation: 'cancel_subscription',
      params: {
        cancellation_details: object({ comment: text, feedback }),
        invoice_now: flag,
        prorate: flag,
      },
    },
    (asked, { cancellation_details: details, invoice_now: now, prorate }, { id }) => {
      const subscription = existing(asked.context, 'subscriptions', id)
      if (isOver(subscription))
        throw invalid(`No such subscription: '${id}'`, 'id', 'resource_missing')
      if (now === true || prorate === true) {
        throw invalid('The sandbox ends subscriptions without a last invoice.', 'invoice_now')
      }
      return endSubscription(actFor(asked, subscription.customer), id, 'cancellation_requested', {
        ...(details?.comment !== undefined && { comment: details.comment }),
        ...(details?.feedback !== undefined && { feedback: details.feedback }),
      })
    },
  ),
]

function hasStatus(status: string, asked: string | undefined): boolean {
  if (asked === 'all') return true
  if (asked === undefined) return status !== 'canceled'
  if (asked === 'ended') return status === 'canceled' || status === 'incomplete_expired'
  return status === asked
}
