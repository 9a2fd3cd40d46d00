import type { AccountMetrics, ConnectorCall } from '@t21/plugin-kit'
import { readMe } from './me.ts'
import type { Settings } from './settings.ts'

/** Followers, followed accounts and posts; Mastodon counts no views. */
export async function accountMetrics(call: ConnectorCall<Settings>): Promise<AccountMetrics> {
  const me = await readMe(call, call.accessToken)
  return {
    followers: me.followers_count ?? null,
    following: me.following_count ?? null,
    posts: me.statuses_count ?? null,
    views: null,
    reach: null,
    profileViews: null,
  }
}
