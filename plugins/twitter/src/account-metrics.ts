import type { AccountMetrics, ConnectorCall } from '@t21/plugin-kit'
import { failures, isSuccess, read } from '@t21/plugin-kit'
import { callFailure } from './errors.ts'
import { askMe } from './me.ts'
import { MeasuredAccount } from './schemas.ts'
import type { Settings } from './settings.ts'

/** The numbers of the account itself: twitter.md 6. X tells no views, reach or visits of a profile. */
export async function accountMetrics(call: ConnectorCall<Settings>): Promise<AccountMetrics> {
  const response = await askMe(call, 'id,public_metrics')
  if (!isSuccess(response)) throw callFailure(response, "reading the account's numbers")
  const numbers = read(MeasuredAccount, response.json)?.data.public_metrics
  if (!numbers) {
    throw failures.transient({
      message: 'X answered without numbers.',
      remedy: 'Nothing: it is tried again.',
      networkCode: String(response.status),
    })
  }
  return {
    followers: numbers.followers_count ?? null,
    following: numbers.following_count ?? null,
    posts: numbers.tweet_count ?? numbers.post_count ?? null,
    views: null,
    reach: null,
    profileViews: null,
  }
}
