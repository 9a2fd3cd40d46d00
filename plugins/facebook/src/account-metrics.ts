import { graphRequest, settled } from '@t21/meta-graph'
import type { AccountMetrics, ConnectorCall } from '@t21/plugin-kit'
import { isSuccess, read } from '@t21/plugin-kit'
import { objectPath, pageEdge } from './api.ts'
import { facebookFailures } from './errors.ts'
import { insights } from './insights.ts'
import { PageAnswer } from './schemas.ts'
import type { Settings } from './settings.ts'

const pageMetrics = ['page_media_view', 'page_total_media_view_unique', 'page_views_total']

/** Facebook's day ends at midnight in California, and its numbers come about a day later. */
const daysBack = 3

/** The numbers of the Page: facebook.md 6. Below 100 likes Facebook tells no views. */
export async function accountMetrics(call: ConnectorCall<Settings>): Promise<AccountMetrics> {
  const page = call.account.platformUserId
  const response = await graphRequest(call, {
    method: 'GET',
    path: objectPath(page),
    token: call.accessToken,
    query: { fields: 'followers_count,fan_count' },
  })
  const answer = isSuccess(response) ? read(PageAnswer, response.json) : null
  if (!answer) throw facebookFailures.call(response, 'reading the Page', call.now)

  const until = Math.floor(call.now.getTime() / 1000)
  const question = {
    path: pageEdge(page, 'insights'),
    metrics: pageMetrics,
    query: { period: 'day', since: until - daysBack * 86_400, until },
  }
  const [told] = settled(await insights(call, [question]), null)
  return {
    followers: answer.followers_count ?? answer.fan_count ?? null,
    following: null,
    posts: null,
    views: told?.get('page_media_view') ?? null,
    reach: told?.get('page_total_media_view_unique') ?? null,
    profileViews: told?.get('page_views_total') ?? null,
  }
}
