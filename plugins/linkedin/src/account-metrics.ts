import type { AccountMetrics, ConnectorCall } from '@t21/plugin-kit'
import { isSuccess, read } from '@t21/plugin-kit'
import {
  encodeUrn,
  memberFollowersUrl,
  networkSizeUrl,
  shareStatisticsUrl,
  withQuery,
} from './api.ts'
import { callFailure } from './errors.ts'
import { readFacts } from './facts.ts'
import { rest } from './rest.ts'
import { MemberFollowersAnswer, NetworkSizeAnswer, ShareStatisticsAnswer } from './schemas.ts'
import type { Settings } from './settings.ts'

const dayMs = 86_400_000

const unknown: AccountMetrics = {
  followers: null,
  following: null,
  posts: null,
  views: null,
  reach: null,
  profileViews: null,
}

/** The numbers of the account itself: linkedin.md 6. Those that its grant does not show are `null`, without a request. */
export async function accountMetrics(call: ConnectorCall<Settings>): Promise<AccountMetrics> {
  const facts = readFacts(call.account.facts)
  if (facts.kind === 'member') {
    if (!call.scopes.includes('r_member_profileAnalytics')) return unknown
    const json = await ask(call, `${memberFollowersUrl}?q=me`, 'FINDER')
    const followers = read(MemberFollowersAnswer, json)?.elements[0]?.memberFollowersCount
    return { ...unknown, followers: followers ?? null }
  }
  if (!facts.hasMetrics) return unknown
  const size = await ask(call, networkSizeUrl(call.account.platformUserId))
  return {
    ...unknown,
    followers: read(NetworkSizeAnswer, size)?.firstDegreeSize ?? null,
    ...(await yesterday(call)),
  }
}

// The bounds of a range must be midnight UTC.
async function yesterday(
  call: ConnectorCall<Settings>,
): Promise<Pick<AccountMetrics, 'views' | 'reach'>> {
  const end = Math.floor(call.now.getTime() / dayMs) * dayMs
  const url = withQuery(shareStatisticsUrl, {
    q: 'organizationalEntity',
    organizationalEntity: encodeUrn(call.account.platformUserId),
    timeIntervals: `(timeRange:(start:${end - dayMs},end:${end}),timeGranularityType:DAY)`,
  })
  const answer = read(ShareStatisticsAnswer, await ask(call, url, 'FINDER'))
  const counts = answer?.elements[0]?.totalShareStatistics
  return { views: counts?.impressionCount ?? null, reach: counts?.uniqueImpressionsCount ?? null }
}

async function ask(
  call: ConnectorCall<Settings>,
  url: string,
  restliMethod?: string,
): Promise<unknown> {
  const response = await rest(call, { method: 'GET', url, ...(restliMethod && { restliMethod }) })
  if (!isSuccess(response)) throw callFailure(response, "reading the account's numbers", call.now)
  return response.json
}
