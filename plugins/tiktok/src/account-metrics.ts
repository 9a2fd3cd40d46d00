import type { AccountMetrics, ConnectorCall } from '@t21/plugin-kit'
import { read } from '@t21/plugin-kit'
import { callFailure, isOk } from './errors.ts'
import { getUserInfo } from './request.ts'
import { UserInfoAnswer } from './schemas.ts'
import type { Settings } from './settings.ts'

/** The numbers of the account: tiktok.md 1.7. Without the permission, or where TikTok is silent, they are unknown. */
export async function accountMetrics(call: ConnectorCall<Settings>): Promise<AccountMetrics> {
  const user = call.scopes.includes('user.info.stats') ? await askStats(call) : undefined
  return {
    followers: user?.follower_count ?? null,
    following: user?.following_count ?? null,
    posts: user?.video_count ?? null,
    views: null,
    reach: null,
    profileViews: null,
  }
}

async function askStats(call: ConnectorCall<Settings>) {
  const response = await getUserInfo(call, ['follower_count', 'following_count', 'video_count'])
  if (!isOk(response)) throw callFailure(response, 'reading the numbers of the account')
  return read(UserInfoAnswer, response.json)?.data.user
}
