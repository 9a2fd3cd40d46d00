import type { ConnectorCall, PostMetrics } from '@t21/plugin-kit'
import { failures, isSuccess, read } from '@t21/plugin-kit'
import { encodeUrn, memberAnalyticsUrl, withQuery } from './api.ts'
import { callFailure } from './errors.ts'
import { rest } from './rest.ts'
import { MemberAnalyticsAnswer } from './schemas.ts'
import type { Settings } from './settings.ts'

/** LinkedIn's names, one request each. Clicks and saves exist since 2026 and would cost two more a post. */
const queryTypes = {
  impressions: 'IMPRESSION',
  reach: 'MEMBERS_REACHED',
  likes: 'REACTION',
  comments: 'COMMENT',
  shares: 'RESHARE',
} as const

/** The numbers of a member's posts: linkedin.md 6. Posts that are gone are left out. */
export async function memberMetrics(
  call: ConnectorCall<Settings>,
  urns: readonly string[],
): Promise<ReadonlyMap<string, PostMetrics>> {
  const found = new Map<string, PostMetrics>()
  for (const urn of urns) {
    const numbers = await numbersOf(call, urn)
    if (numbers) found.set(urn, numbers)
  }
  return found
}

async function numbersOf(call: ConnectorCall<Settings>, urn: string): Promise<PostMetrics | null> {
  const counts: Partial<Record<keyof typeof queryTypes, number | null>> = {}
  for (const name of Object.keys(queryTypes) as (keyof typeof queryTypes)[]) {
    const count = await countOf(call, urn, queryTypes[name])
    if (count === 'gone') return null
    counts[name] = count
  }
  return {
    impressions: counts.impressions ?? null,
    reach: counts.reach ?? null,
    likes: counts.likes ?? null,
    comments: counts.comments ?? null,
    shares: counts.shares ?? null,
    clicks: null,
    saves: null,
    videoViews: null,
    engagements: null,
  }
}

async function countOf(
  call: ConnectorCall<Settings>,
  urn: string,
  queryType: string,
): Promise<number | null | 'gone'> {
  const kind = urn.startsWith('urn:li:ugcPost:') ? 'ugc' : 'share'
  const response = await rest(call, {
    method: 'GET',
    url: withQuery(memberAnalyticsUrl, {
      q: 'entity',
      entity: `(${kind}:${encodeUrn(urn)})`,
      queryType,
      aggregation: 'TOTAL',
    }),
    restliMethod: 'FINDER',
  })
  if (response.status === 404) return 'gone'
  if (!isSuccess(response)) throw callFailure(response, 'reading the numbers', call.now)
  const answer = read(MemberAnalyticsAnswer, response.json)
  if (answer) return answer.elements[0]?.count ?? null
  throw failures.transient({
    message: 'LinkedIn answered without numbers.',
    remedy: 'Nothing: it is tried again.',
    networkCode: String(response.status),
  })
}
