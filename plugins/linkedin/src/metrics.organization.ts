import type { ConnectorCall, PostMetrics } from '@t21/plugin-kit'
import { failures, isSuccess, read } from '@t21/plugin-kit'
import { apiPostUrl, encodeUrn, restList, shareStatisticsUrl, withQuery } from './api.ts'
import { callFailure } from './errors.ts'
import { rest } from './rest.ts'
import { ShareStatisticsAnswer } from './schemas.ts'
import type { Settings } from './settings.ts'

/**
 * The numbers of a page's posts, all in one request. LinkedIn leaves out posts without activity, which have zeros, and
 * posts that are gone: each of those is asked for on its own, and one that is gone is left out here too.
 */
export async function organizationMetrics(
  call: ConnectorCall<Settings>,
  urns: readonly string[],
): Promise<ReadonlyMap<string, PostMetrics>> {
  const found = await statistics(call, urns)
  for (const urn of urns) {
    if (found.has(urn) || !(await isThere(call, urn))) continue
    found.set(urn, metricsOf({}, 0))
  }
  return found
}

async function statistics(
  call: ConnectorCall<Settings>,
  urns: readonly string[],
): Promise<Map<string, PostMetrics>> {
  const shares = urns.filter((urn) => urn.startsWith('urn:li:share:'))
  const ugcPosts = urns.filter((urn) => urn.startsWith('urn:li:ugcPost:'))
  const response = await rest(call, {
    method: 'GET',
    url: withQuery(shareStatisticsUrl, {
      q: 'organizationalEntity',
      organizationalEntity: encodeUrn(call.account.platformUserId),
      ...(shares.length > 0 && { shares: restList(shares) }),
      ...(ugcPosts.length > 0 && { ugcPosts: restList(ugcPosts) }),
    }),
    restliMethod: 'FINDER',
  })
  if (!isSuccess(response)) throw callFailure(response, 'reading the numbers', call.now)
  const answer = read(ShareStatisticsAnswer, response.json)
  if (!answer) {
    throw failures.transient({
      message: 'LinkedIn answered without numbers.',
      remedy: 'Nothing: it is tried again.',
      networkCode: String(response.status),
    })
  }
  const found = new Map<string, PostMetrics>()
  for (const { share, ugcPost, totalShareStatistics } of answer.elements) {
    const urn = share ?? ugcPost
    if (urn !== undefined && totalShareStatistics) {
      found.set(urn, metricsOf(totalShareStatistics, null))
    }
  }
  return found
}

async function isThere(call: ConnectorCall<Settings>, urn: string): Promise<boolean> {
  const response = await rest(call, { method: 'GET', url: apiPostUrl(urn) })
  if (response.status === 404) return false
  if (isSuccess(response)) return true
  throw callFailure(response, 'looking at the post', call.now)
}

type Counts = Partial<
  Record<
    | 'impressionCount'
    | 'uniqueImpressionsCount'
    | 'clickCount'
    | 'likeCount'
    | 'commentCount'
    | 'shareCount',
    number | null
  >
>

function metricsOf(counts: Counts, otherwise: number | null): PostMetrics {
  return {
    impressions: counts.impressionCount ?? otherwise,
    reach: counts.uniqueImpressionsCount ?? otherwise,
    likes: counts.likeCount ?? otherwise,
    comments: counts.commentCount ?? otherwise,
    shares: counts.shareCount ?? otherwise,
    clicks: counts.clickCount ?? otherwise,
    saves: null,
    videoViews: null,
    // `engagement` is a fraction of the impressions and no number.
    engagements: null,
  }
}
