import type { AccountLimit, AccountState, ConnectorCall } from '@t21/plugin-kit'
import { read } from '@t21/plugin-kit'
import { profileUrl } from './api.ts'
import { knownCreator } from './creator-info.ts'
import { callFailure, isOk } from './errors.ts'
import { dailyLimit } from './limits.ts'
import { getUserInfo } from './request.ts'
import { UserInfoAnswer } from './schemas.ts'
import type { Settings } from './settings.ts'

/**
 * The account as it is now, by `creator_info`: tiktok.md 2.1. Where only the inbox is allowed, TikTok tells no more than
 * the account's name.
 */
export async function account(call: ConnectorCall<Settings>): Promise<AccountState> {
  if (!call.scopes.includes('video.publish')) return accountOfInbox(call)
  const { creator, facts, usedUp } = await knownCreator(call)
  const username = creator?.creator_username || undefined
  return {
    username,
    displayName: creator?.creator_nickname || undefined,
    avatarUrl: creator?.creator_avatar_url || undefined,
    profileUrl: username && profileUrl(username),
    facts: { ...facts },
    limits: limitsOf(call, usedUp === 'spam_risk_too_many_posts' ? dailyLimit.posts : null),
  }
}

async function accountOfInbox(call: ConnectorCall<Settings>): Promise<AccountState> {
  const response = await getUserInfo(call, ['open_id', 'avatar_url', 'display_name'])
  if (!isOk(response)) throw callFailure(response, 'reading the account')
  const user = read(UserInfoAnswer, response.json)?.data.user
  return {
    displayName: user?.display_name || undefined,
    avatarUrl: user?.avatar_url || undefined,
    facts: {},
    limits: limitsOf(call, null),
  }
}

// How much of them is used is TikTok's secret: other apps count as well.
function limitsOf({ scopes }: ConnectorCall<Settings>, postsUsed: number | null): AccountLimit[] {
  const { windowSeconds, posts, pendingShares } = dailyLimit
  const limits: AccountLimit[] = []
  if (scopes.includes('video.publish')) {
    limits.push({ name: 'posts', used: postsUsed, total: posts, windowSeconds })
  }
  if (scopes.includes('video.upload')) {
    limits.push({ name: 'pending_shares', used: null, total: pendingShares, windowSeconds })
  }
  return limits
}
