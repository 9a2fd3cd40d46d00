import { ProviderFailure, type Billing, type BillingSubscription } from '@t21/plugin-kit'
import type { Stripe } from 'stripe'
import type { StripeAccount } from './client.ts'
import { isMissing } from './missing.ts'
import { isOver, subscriptionOf } from './subscription.view.ts'

/** See {@link Billing.setEnd}. Ending now gives nothing back: a refund is the operator's decision. */
export async function setEnd(
  account: StripeAccount,
  ...[subscriptionId, end]: Parameters<Billing['setEnd']>
): Promise<BillingSubscription> {
  const { stripe } = account
  const before = await stripe.subscriptions.retrieve(subscriptionId)
  return subscriptionOf(account, await ended(stripe, before, end))
}

async function ended(
  stripe: Stripe,
  before: Stripe.Subscription,
  end: Parameters<Billing['setEnd']>[1],
): Promise<Stripe.Subscription> {
  const { id, cancel_at_period_end, cancel_at } = before
  if (isOver(before)) {
    if (end !== 'never') return before
    throw new ProviderFailure('refused', {
      message: 'The subscription is over and cannot be taken up again.',
    })
  }
  if (end === 'now') return cancelNow(stripe, id)
  if (end === 'at_period_end') {
    return cancel_at_period_end
      ? before
      : stripe.subscriptions.update(id, { cancel_at_period_end: true })
  }
  if (cancel_at_period_end) return stripe.subscriptions.update(id, { cancel_at_period_end: false })
  return cancel_at === null ? before : stripe.subscriptions.update(id, { cancel_at: '' })
}

/** To Stripe one that is over is not there to be ended: another attempt may have ended it meanwhile. */
async function cancelNow(stripe: Stripe, id: string): Promise<Stripe.Subscription> {
  try {
    return await stripe.subscriptions.cancel(id)
  } catch (error) {
    if (!isMissing(error)) throw error
    return await stripe.subscriptions.retrieve(id)
  }
}
