import type { Knex } from 'knex'
import { consumeQuota, isReturned, returnQuota, type Quota } from '../quotas/quotas.service.ts'

interface CountedPost {
  readonly id: string
  readonly organizationId: string
}

/** What the API answers as `meta` where a credit was used. */
export interface Credits {
  readonly creditsUsed: number
  readonly creditsRemaining: number
}

/**
 * Uses one credit for a post, in the transaction that stores it.
 *
 * @throws ApiError QUOTA_EXCEEDED
 */
export async function useCredit(
  transaction: Knex.Transaction,
  post: CountedPost,
): Promise<Credits> {
  const quota = await consumeQuota(transaction, subjectOf(post))
  return { creditsUsed: 1, creditsRemaining: remaining(quota) }
}

/**
 * Uses a credit for a post that is tried again after its credit was given back.
 *
 * @throws ApiError QUOTA_EXCEEDED
 */
export async function useCreditAgain(
  transaction: Knex.Transaction,
  post: CountedPost,
): Promise<void> {
  if (await isReturned(transaction, subjectOf(post))) await useCredit(transaction, post)
}

/**
 * Gives the credits of posts back that were deleted before they went out, or ended without having
 * reached a network. Safe to repeat.
 */
export async function returnCredits(
  transaction: Knex.Transaction,
  posts: readonly CountedPost[],
): Promise<void> {
  for (const post of posts) await returnQuota(transaction, subjectOf(post))
}

function subjectOf({ id, organizationId }: CountedPost) {
  return { organizationId, metric: 'posts', subjectId: id } as const
}

/** After a downgrade more may be used than the plan has. */
function remaining({ used, limit }: Quota): number {
  return Math.max(0, limit - used)
}
