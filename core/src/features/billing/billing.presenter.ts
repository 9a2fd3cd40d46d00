import type { BillingPrice, PlanChangePreview } from '@t21/plugin-kit'
import type { Static } from 'typebox'
import type { SubscriptionTier } from '../../authz/vocabulary.ts'
import { planLimits } from '../quotas/plan-limits.ts'
import type { PlanView, PreviewView, SubscriptionView } from './billing.schemas.ts'
import type { Standing } from './current.service.ts'
import { planNamed } from './entitlement.ts'

/** The plans as they are offered. */
export function presentPlans(prices: readonly BillingPrice[]): Static<typeof PlanView>[] {
  const free = { amount: 0, currency: prices[0]?.currency ?? null, interval: 'month' } as const
  return (Object.keys(planLimits) as SubscriptionTier[]).map((plan) => ({
    plan,
    prices:
      plan === 'FREE'
        ? [free]
        : prices
            .filter((price) => price.plan === plan)
            .map(({ amount, currency, interval }) => ({ amount, currency, interval })),
    limits: { ...planLimits[plan] },
  }))
}

/** How an organization stands with its plan. */
export function presentStanding(standing: Standing): SubscriptionView {
  const { organizationId, tier, checkoutOpen, subscription } = standing
  return {
    organizationId,
    tier,
    checkoutOpen,
    subscription: subscription && {
      plan: subscription.plan,
      status: subscription.status,
      currentPeriodStart: timeOf(subscription.currentPeriodStart),
      currentPeriodEnd: subscription.currentPeriodEnd.toISOString(),
      trialEnd: timeOf(subscription.trialEnd),
      cancelAtPeriodEnd: subscription.cancelAtPeriodEnd,
      canceledAt: timeOf(subscription.canceledAt),
      pastDueSince: timeOf(subscription.pastDueSince),
      graceUntil: timeOf(subscription.graceUntil),
    },
  }
}

/** What another plan would cost. */
export function presentPreview(preview: PlanChangePreview): Static<typeof PreviewView> {
  const { dueNow, recurring, lines, at } = preview
  return {
    plan: planNamed(preview.plan) ?? 'PRO',
    dueNow: { amount: dueNow.amount, currency: dueNow.currency },
    recurring: {
      amount: recurring.amount,
      currency: recurring.currency,
      interval: recurring.interval,
    },
    lines: lines.map(({ description, amount }) => ({ description, amount })),
    at: at.toISOString(),
  }
}

function timeOf(moment: Date | null): string | null {
  return moment?.toISOString() ?? null
}
