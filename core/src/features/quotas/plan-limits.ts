import type { SubscriptionTier } from '../../authz/vocabulary.ts'

/** What is counted against the plan. */
export type QuotaMetric = 'brands' | 'posts' | 'members' | 'socialAccounts'

/**
 * How many of each a plan has (specification, section 4, "Usage Limits Enforcement"). The number of members of an
 * organization, its owner included, and of connected accounts is ours: the specification has none (docs/limits.md).
 */
export const planLimits: Readonly<
  Record<SubscriptionTier, Readonly<Record<QuotaMetric | 'aiCredits', number>>>
> = {
  FREE: { brands: 3, posts: 30, aiCredits: 10, members: 3, socialAccounts: 10 },
  PRO: { brands: 10, posts: 150, aiCredits: 100, members: 10, socialAccounts: 50 },
  BUSINESS: { brands: 999, posts: 1_000, aiCredits: 500, members: 100, socialAccounts: 500 },
}

/** Posts are counted by calendar month in UTC; everything else as long as it is there. */
export const periodOf: Readonly<Record<QuotaMetric, 'month' | 'total'>> = {
  brands: 'total',
  members: 'total',
  socialAccounts: 'total',
  posts: 'month',
}
