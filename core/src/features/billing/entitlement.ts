import type { BillingSubscription } from '@t21/plugin-kit'
import type { SubscriptionTier } from '../../authz/vocabulary.ts'

/** A plan that is paid for. */
export type PaidPlan = Exclude<SubscriptionTier, 'FREE'>

/** The plans that are paid for, the smaller one first. */
export const paidPlans: readonly PaidPlan[] = ['PRO', 'BUSINESS']

/** What a subscription gives at a moment. */
export interface Entitlement {
  readonly subscription: BillingSubscription
  /** `null` where the price is none of the plans': nobody can say what it gives, and the tier stays as it is. */
  readonly tier: SubscriptionTier | null
  /** Until when a late payment is waited for; `null` where none is late. */
  readonly graceUntil: Date | null
}

/** How late a payment may be, and what the clock says. */
export interface Moment {
  readonly now: Date
  readonly graceSeconds: number
}

/** The plan by the provider's word for it; `null` for a word that is none. */
export function planNamed(name: string | null): PaidPlan | null {
  return paidPlans.find((plan) => plan === name) ?? null
}

/** Whether a subscription runs: it gives something, or will again once it is paid. */
export function isRunning({ status }: Pick<BillingSubscription, 'status'>): boolean {
  return status === 'trialing' || status === 'active' || status === 'past_due'
}

/** Whether a subscription is not over: it may be paid for again, so that no second one is sold beside it. */
export function isOpen({ status }: Pick<BillingSubscription, 'status'>): boolean {
  return status !== 'canceled' && status !== 'incomplete'
}

/** What a subscription gives. A late payment takes nothing away before its grace is over. */
export function entitlementOf(
  subscription: BillingSubscription,
  { now, graceSeconds }: Moment,
): Entitlement {
  const late = subscription.status === 'past_due'
  const since = subscription.pastDueSince ?? subscription.periodStart
  const graceUntil = late ? new Date(since.getTime() + graceSeconds * 1_000) : null
  const gives = isRunning(subscription) && (graceUntil === null || graceUntil > now)
  return { subscription, tier: gives ? planNamed(subscription.plan) : 'FREE', graceUntil }
}

/**
 * The subscription of a customer that counts: the one that gives most, or else the one that is nearest to giving something;
 * among equals the newest. The same whatever their order.
 */
export function bestOf(
  subscriptions: readonly BillingSubscription[],
  moment: Moment,
): Entitlement | null {
  const [best] = subscriptions
    .map((subscription) => entitlementOf(subscription, moment))
    .toSorted(
      (one, other) =>
        rankOf(other) - rankOf(one) ||
        other.subscription.createdAt.getTime() - one.subscription.createdAt.getTime() ||
        (one.subscription.id < other.subscription.id ? 1 : -1),
    )
  return best ?? null
}

const nearest = ['canceled', 'incomplete', 'paused', 'unpaid', 'past_due', 'active', 'trialing']

function rankOf({ tier, subscription }: Entitlement): number {
  // A price that nobody knows comes before what gives nothing, and after every plan.
  const given = tier === null ? 0.5 : ['FREE', ...paidPlans].indexOf(tier)
  return given * 20 + nearest.indexOf(subscription.status)
}
