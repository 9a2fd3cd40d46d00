import { ProviderFailure, type BillingSubscription, type SubscriptionStatus } from '@t21/plugin-kit'
import type { Stripe } from 'stripe'
import type { StripeAccount } from './client.ts'
import { planOf } from './plans.ts'
import type { Settings } from './settings.ts'
import { dateOf, dateOrNull, idOf } from './values.ts'

/** A subscription as T21 sees it. Asks for the open bills of one whose payment failed. */
export async function subscriptionOf(
  { stripe, settings }: StripeAccount,
  subscription: Stripe.Subscription,
): Promise<BillingSubscription> {
  const { id, created, start_date, trial_end, ended_at, canceled_at } = subscription
  const item = itemOf(settings, subscription)
  const status = statusOf(subscription)
  // Since 2025-03-31 the period is the item's: a subscription could have items of several.
  const periodStart = item?.current_period_start ?? start_date
  const periodEnd = item?.current_period_end ?? ended_at ?? start_date
  return {
    id,
    customerId: idOf(subscription.customer) ?? '',
    plan: item === undefined ? null : planOf(settings, item.price.id),
    priceId: item?.price.id ?? '',
    status,
    createdAt: dateOf(created),
    periodStart: dateOf(periodStart),
    periodEnd: dateOf(periodEnd),
    trialEnd: dateOrNull(trial_end),
    cancelAtPeriodEnd: endsWithPeriod(subscription, periodEnd),
    canceledAt: dateOrNull(ended_at ?? canceled_at),
    pastDueSince: owing.has(status) ? await pastDueSince(stripe, id) : null,
  }
}

/** The item that is a plan, or else the first. */
export function itemOf(
  settings: Settings,
  { items }: Stripe.Subscription,
): Stripe.SubscriptionItem | undefined {
  return items.data.find(({ price }) => planOf(settings, price.id) !== null) ?? items.data[0]
}

/** Whether it is over for good. */
export function isOver(subscription: Stripe.Subscription): boolean {
  return statusOf(subscription) === 'canceled'
}

const statuses: Readonly<Record<string, SubscriptionStatus>> = {
  incomplete: 'incomplete',
  // The first payment did not come within a day: it never began, and never will.
  incomplete_expired: 'canceled',
  trialing: 'trialing',
  active: 'active',
  past_due: 'past_due',
  unpaid: 'unpaid',
  paused: 'paused',
  canceled: 'canceled',
}

function statusOf({ id, status }: Stripe.Subscription): SubscriptionStatus {
  const known = statuses[status]
  if (known !== undefined) return known
  throw new ProviderFailure('refused', {
    message: `The subscription ${id} has the status "${status}", which this plugin does not know.`,
  })
}

/**
 * By the API and the dashboard it is the flag; the portal sets a moment instead, for subscriptions of the flexible billing
 * mode, which are the default.
 */
function endsWithPeriod(
  { cancel_at_period_end, cancel_at }: Stripe.Subscription,
  periodEnd: number,
): boolean {
  return cancel_at_period_end || (cancel_at !== null && cancel_at <= periodEnd)
}

const owing: ReadonlySet<SubscriptionStatus> = new Set(['incomplete', 'past_due', 'unpaid'])

async function pastDueSince(stripe: Stripe, subscription: string): Promise<Date | null> {
  let oldest: number | null = null
  for await (const invoice of stripe.invoices.list({ subscription, status: 'open', limit: 100 })) {
    const due = invoice.due_date ?? invoice.status_transitions.finalized_at ?? invoice.created
    oldest = Math.min(oldest ?? due, due)
  }
  return dateOrNull(oldest)
}
