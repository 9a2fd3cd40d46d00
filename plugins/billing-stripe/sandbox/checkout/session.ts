import type { Act } from '../api/act.ts'
import { newId } from '../api/ids.ts'
import type { CheckoutSession } from '../objects/records.ts'

/** A page for buying that nobody has used. */
export function newSession(
  { context, at }: Act,
  given: Pick<
    CheckoutSession,
    'cancel_url' | 'client_reference_id' | 'customer' | 'customer_email'
  > & {
    readonly success_url: string
    readonly metadata: Record<string, string>
    readonly expires_at: number
    readonly total: number
    readonly currency: string
    readonly collection: 'always' | 'if_required'
    readonly codes: boolean | null
  },
): CheckoutSession {
  const { total, collection, codes, currency, ...own } = given
  const id = newId('cs_test', 56)
  return {
    id,
    object: 'checkout.session',
    adaptive_pricing: null,
    after_expiration: null,
    allow_promotion_codes: codes,
    allowed_payment_method_types: null,
    amount_subtotal: total,
    amount_total: total,
    automatic_tax: { enabled: false, liability: null, provider: null, status: null },
    billing_address_collection: null,
    client_secret: null,
    collected_information: null,
    consent: null,
    consent_collection: null,
    created: at,
    currency,
    currency_conversion: null,
    custom_fields: [],
    custom_text: {
      after_submit: null,
      shipping_address: null,
      submit: null,
      terms_of_service_acceptance: null,
    },
    customer_account: null,
    customer_creation: own.customer === null ? 'always' : null,
    customer_details: null,
    discounts: [],
    integration_identifier: null,
    invoice: null,
    invoice_creation: null,
    livemode: false,
    locale: null,
    managed_payments: null,
    mode: 'subscription',
    origin_context: null,
    payment_intent: null,
    payment_link: null,
    payment_method_collection: collection,
    payment_method_configuration_details: null,
    payment_method_options: { card: { request_three_d_secure: 'automatic' } },
    payment_method_types: ['card'],
    payment_status: 'unpaid',
    permissions: null,
    phone_number_collection: { enabled: false },
    recovered_from: null,
    saved_payment_method_options: null,
    setup_intent: null,
    shipping_address_collection: null,
    shipping_cost: null,
    shipping_options: [],
    status: 'open',
    submit_type: null,
    subscription: null,
    total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
    ui_mode: 'hosted_page',
    url: `${context.origin('checkout.stripe.com')}/c/pay/${id}`,
    wallet_options: null,
    ...own,
  }
}
