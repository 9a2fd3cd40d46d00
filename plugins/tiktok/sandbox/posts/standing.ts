import { traitsOf } from '../accounts/account.ts'
import type { Call } from '../api/endpoint.ts'
import { Refusal } from '../api/errors.ts'
import { clientHasRoom, inboxHasRoom, postsToday, withinDailyPosts } from './quotas.ts'

/**
 * Whether a creator may post now, through this app (tiktok.md 4, "Quota" and "Account").
 *
 * @param status 403 where a post is asked for; creator_info tells the same with 200
 * @throws Refusal
 */
export function requireStanding({ context, caller }: Call, status: 200 | 403): void {
  const { account, client } = caller
  const { banned, capped } = traitsOf(account)
  if (banned) {
    const message = 'The user is banned from making new posts.'
    throw new Refusal(status, 'spam_risk_user_banned_from_posting', message)
  }
  if (capped || !clientHasRoom(context, client, account)) {
    const message = 'The daily quota for active publishing users from your client is reached.'
    throw new Refusal(status, 'reached_active_user_cap', message)
  }
}

/** @throws Refusal `spam_risk_too_many_posts` */
export function requireDailyPosts({ context, caller }: Call, status: 200 | 403): void {
  const { account } = caller
  if (withinDailyPosts(account, postsToday(context, account))) return
  const message = 'The daily post cap from the API is reached for the current user.'
  throw new Refusal(status, 'spam_risk_too_many_posts', message)
}

/** @throws Refusal `spam_risk_too_many_pending_share` */
export function requireInboxRoom({ context, caller }: Call): void {
  if (inboxHasRoom(context, caller.account)) return
  const message = 'There may be at most 5 pending shares within any 24-hour period.'
  throw new Refusal(403, 'spam_risk_too_many_pending_share', message)
}

/** @throws Refusal `app_version_check_failed` */
export function requireCurrentApp({ caller }: Call): void {
  if (!traitsOf(caller.account).oldApp) return
  const message =
    "The user's TikTok app has a version that does not support this; they must update it."
  throw new Refusal(400, 'app_version_check_failed', message)
}
