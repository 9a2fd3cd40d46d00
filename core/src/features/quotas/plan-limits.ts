import type { SubscriptionTier } from '../../authz/vocabulary.ts'

/** What is counted against the plan. */
export type QuotaMetric =
  | 'brands'
  | 'posts'
  | 'aiCredits'
  | 'members'
  | 'socialAccounts'
  | 'mediaBytes'

const gibibyte = 2 ** 30

/**
 * How many of each a plan has (specification, section 4, "Usage Limits Enforcement"). The number of members of an
 * organization, its owner included, of connected accounts, and of bytes in the library is ours: the specification has
 * none (docs/limits.md).
 */
export const planLimits: Readonly<Record<SubscriptionTier, Readonly<Record<QuotaMetric, number>>>> =
  {
    FREE: {
      brands: 3,
      posts: 30,
      aiCredits: 10,
      members: 3,
      socialAccounts: 10,
      mediaBytes: 2 * gibibyte,
    },
    PRO: {
      brands: 10,
      posts: 150,
      aiCredits: 100,
      members: 10,
      socialAccounts: 50,
      mediaBytes: 50 * gibibyte,
    },
    BUSINESS: {
      brands: 999,
      posts: 1_000,
      aiCredits: 500,
      members: 100,
      socialAccounts: 500,
      mediaBytes: 500 * gibibyte,
    },
  }

/** Everything that a plan counts, in the order in which it is shown. */
export const quotaMetrics = Object.keys(planLimits.FREE) as readonly QuotaMetric[]

/**
 * Posts and AI credits are counted by month (of the calendar, or of a paid plan: `quota-period.ts`); everything else as long as
 * it is there.
 */
export const periodOf: Readonly<Record<QuotaMetric, 'month' | 'total'>> = {
  brands: 'total',
  posts: 'month',
  aiCredits: 'month',
  members: 'total',
  socialAccounts: 'total',
  mediaBytes: 'total',
}
