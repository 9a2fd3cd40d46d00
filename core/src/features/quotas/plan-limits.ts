import type { SubscriptionTier } from '../../authz/vocabulary.ts'

/** What is counted against the plan. */
export type QuotaMetric = 'brands' | 'posts'

/** How many of each a plan has (specification, section 4, "Usage Limits Enforcement"). */
export const planLimits: Readonly<
  Record<SubscriptionTier, Readonly<Record<QuotaMetric | 'aiCredits', number>>>
> = {
  FREE: { brands: 3, posts: 30, aiCredits: 10 },
  PRO: { brands: 10, posts: 150, aiCredits: 100 },
  BUSINESS: { brands: 999, posts: 1_000, aiCredits: 500 },
}

/** Posts are counted by calendar month in UTC; brands as long as they are there. */
export const periodOf: Readonly<Record<QuotaMetric, 'month' | 'total'>> = {
  brands: 'total',
  posts: 'month',
}
