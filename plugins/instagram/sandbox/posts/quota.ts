import { traitsOf, type Account } from '../accounts/account.ts'
import { publishingLimit } from '../api/limits.ts'

/** How many posts an account may have in 24 hours. A carousel is one; a deleted post still counts. */
export function quotaOf(account: Account): number {
  return traitsOf(account).quota ? publishingLimit.quotaHandles : publishingLimit.total
}
