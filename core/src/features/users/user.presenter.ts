import type { Account } from './users.service.ts'
import type { UserView } from './users.schemas.ts'

/** An account as its owner sees it. What is not named here is not answered. */
export function presentUser(account: Account): UserView {
  return {
    id: account.id,
    email: account.email,
    emailVerified: account.emailVerifiedAt?.toISOString() ?? null,
    name: account.name,
    avatarUrl: account.avatarUrl,
    locale: account.locale,
    timezone: account.timezone,
    emailUndeliverable: account.emailUndeliverable,
    authProvider: account.authProvider,
    organizationId: account.organizationId,
    subscriptionTier: account.subscriptionTier ?? 'FREE',
    subscriptionStatus: account.subscriptionStatus,
    currentPeriodEnd: account.currentPeriodEnd?.toISOString() ?? null,
    postsThisMonth: account.postsThisMonth,
    aiCreditsUsed: account.aiCreditsUsed,
    createdAt: account.createdAt.toISOString(),
    updatedAt: account.updatedAt.toISOString(),
    lastLoginAt: account.lastLoginAt?.toISOString() ?? null,
  }
}
