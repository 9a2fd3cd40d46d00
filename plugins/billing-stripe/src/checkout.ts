import { ProviderFailure, type Billing } from '@t21/plugin-kit'
import { Stripe } from 'stripe'
import type { StripeAccount } from './client.ts'
import { referenceKey } from './customers.ts'
import { isMissing } from './missing.ts'
import { priceIdOf } from './plans.ts'
import { dateOf } from './values.ts'

/** Makes a page of Stripe on which a customer buys a plan. It works for Stripe's 24 hours. */
export async function startCheckout(
  { stripe, settings, host }: StripeAccount,
  ...[checkout, { idempotencyKey }]: Parameters<Billing['startCheckout']>
): ReturnType<Billing['startCheckout']> {
  const { customerId, reference, plan, successUrl, cancelUrl } = checkout
  const { promotionCodes, automaticTax, trialDays } = settings
  const metadata = { [referenceKey]: reference }
  const { id, url, expires_at } = await stripe.checkout.sessions.create(
    {
      mode: 'subscription',
      customer: customerId,
      client_reference_id: reference,
      line_items: [{ price: priceIdOf(settings, plan), quantity: 1 }],
      success_url: successUrl,
      cancel_url: cancelUrl,
      metadata,
      subscription_data: {
        metadata,
        ...(trialDays > 0 ? { trial_period_days: trialDays } : {}),
      },
      ...(promotionCodes ? { allow_promotion_codes: true } : {}),
      // Where the customer is decides about the tax: the page asks, and keeps the answer.
      ...(automaticTax
        ? { automatic_tax: { enabled: true }, customer_update: { address: 'auto', name: 'auto' } }
        : {}),
    },
    { idempotencyKey },
  )
  if (url === null) {
    throw new ProviderFailure('transient', { message: `The checkout ${id} has no page.` })
  }
  return { id, url: host.browserUrl(url), expiresAt: dateOf(expires_at) }
}

/** Ends a page; one that is over is told by looking, since Stripe refuses to end it again. */
export async function expireCheckout({ stripe }: StripeAccount, checkoutId: string): Promise<void> {
  try {
    await stripe.checkout.sessions.expire(checkoutId)
  } catch (error) {
    if (isMissing(error)) return
    if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error
    const { status } = await stripe.checkout.sessions.retrieve(checkoutId)
    if (status === 'open') throw error
  }
}

/** Makes a page on which a customer sees bills, and changes cards and subscription. */
export async function openPortal(
  { stripe, settings, host }: StripeAccount,
  ...[{ customerId, returnUrl }]: Parameters<Billing['openPortal']>
): ReturnType<Billing['openPortal']> {
  const { portalConfigurationId } = settings
  const { url } = await stripe.billingPortal.sessions.create({
    customer: customerId,
    return_url: returnUrl,
    ...(portalConfigurationId === undefined ? {} : { configuration: portalConfigurationId }),
  })
  return { url: host.browserUrl(url) }
}
