import { settled } from '@t21/meta-graph'
import type { AccountMetrics, ConnectorCall } from '@t21/plugin-kit'
import { isSuccess, read } from '@t21/plugin-kit'
import { Type } from 'typebox'
import { callFailure, withoutMeaning } from './errors.ts'
import { insights } from './insights.ts'
import { ask, ownPath, segment } from './request.ts'
import type { Settings } from './settings.ts'

const CountsAnswer = Type.Object({
  followers_count: Type.Optional(Type.Number()),
  follows_count: Type.Optional(Type.Number()),
  media_count: Type.Optional(Type.Number()),
})

const daySeconds = 86_400

/** The numbers of the account, those of the last day by UTC: instagram.md 6. Visits of the profile are no longer told. */
export async function accountMetrics(call: ConnectorCall<Settings>): Promise<AccountMetrics> {
  const response = await ask(call, {
    method: 'GET',
    path: segment(call.account.platformUserId),
    query: { fields: 'followers_count,follows_count,media_count' },
  })
  if (!isSuccess(response)) throw callFailure(response, 'reading the numbers', call.now)
  const counts = read(CountsAnswer, response.json)
  if (!counts) throw withoutMeaning(response, 'the account')

  const today = Math.floor(call.now.getTime() / 1000 / daySeconds) * daySeconds
  const question = {
    path: ownPath(call, 'insights'),
    metrics: ['views', 'reach'],
    query: {
      period: 'day',
      metric_type: 'total_value',
      since: today - daySeconds,
      until: today,
    },
  }
  const [told] = settled(await insights(call, [question]), null)
  return {
    followers: counts.followers_count ?? null,
    following: counts.follows_count ?? null,
    posts: counts.media_count ?? null,
    views: told?.get('views') ?? null,
    reach: told?.get('reach') ?? null,
    profileViews: null,
  }
}
