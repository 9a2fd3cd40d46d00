import { create, type Act } from '../api/act.ts'
import { newId } from '../api/ids.ts'
import { cardError, cardNumbers, type TestCard } from '../billing/cards.ts'
import type { PaymentMethod } from './records.ts'

/** A card as a payment method, of nobody yet. */
export function newPaymentMethod(
  act: Act,
  card: TestCard,
  billing: { readonly name?: string | null; readonly email?: string | null } = {},
): PaymentMethod {
  const id = newId('pm')
  cardNumbers(act.context).set(id, card.number)
  const method: PaymentMethod = {
    id,
    object: 'payment_method',
    allow_redisplay: 'unspecified',
    billing_details: {
      address: {
        city: null,
        country: null,
        line1: null,
        line2: null,
        postal_code: null,
        state: null,
      },
      email: billing.email ?? null,
      name: billing.name ?? null,
      phone: null,
      tax_id: null,
    },
    card: {
      brand: card.brand,
      checks: {
        address_line1_check: null,
        address_postal_code_check: null,
        cvc_check: 'pass',
      },
      country: 'GB',
      display_brand: card.brand,
      exp_month: 12,
      exp_year: 2034,
      fingerprint: `sandbox${card.number.slice(-8)}`,
      funding: 'credit',
      generated_from: null,
      last4: card.number.slice(-4),
      networks: { available: [card.brand], preferred: null },
      regulated_status: 'unregulated',
      three_d_secure_usage: { supported: true },
      wallet: null,
    },
    created: act.at,
    customer: null,
    customer_account: null,
    livemode: false,
    metadata: {},
    type: 'card',
  }
  return create(act, 'payment_methods', method)
}

/** Makes a card a customer's. @throws Refusal 402 for a card that its bank does not take */
export function attachCard(
  act: Act,
  card: TestCard,
  customer: string,
  billing: { readonly name?: string | null; readonly email?: string | null } = {},
): PaymentMethod {
  if (card.attach !== undefined) throw cardError(card.attach)
  const method = { ...newPaymentMethod(act, card, billing), customer }
  return create(act, 'payment_methods', method, 'payment_method.attached')
}
