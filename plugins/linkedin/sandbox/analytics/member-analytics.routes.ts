import type { EmulatorContext, EmulatorRoute } from '@t21/plugin-kit/sandbox'
import { memberUrn } from '../accounts/member.ts'
import { requireScope, restEndpoint, type Call } from '../api/endpoint.ts'
import { accessDenied, illegalArgument, invalidInput, notFound } from '../api/errors.ts'
import { choice, optionalRecord, paged, requiredText, type Query } from '../api/parameters.ts'
import { isRecord, readQuery, type RestliRecord } from '../api/restli.ts'
import { requireUrn } from '../api/urn.ts'
import { findPost, postsBy } from '../posts/post-store.ts'
import type { StoredPost } from '../posts/post.ts'
import { engagementOf, type Engagement } from '../social/engagement.ts'
import { daysOf, type TimeRange } from './time-intervals.ts'

/** One metric at a call (linkedin.md 6). */
const metrics = {
  IMPRESSION: 'impressions',
  MEMBERS_REACHED: 'reached',
  RESHARE: 'reshares',
  REACTION: 'likes',
  COMMENT: 'comments',
  POST_SAVE: 'saves',
  POST_SEND: 'sends',
  LINK_CLICKS: 'clicks',
  FOLLOWER_GAINED_FROM_CONTENT: 'followers',
  PROFILE_VIEW_FROM_CONTENT: 'profileViews',
} as const satisfies Record<string, keyof Engagement>

type Metric = keyof typeof metrics
const metricNames = Object.keys(metrics) as Metric[]
const day = 24 * 60 * 60 * 1000

/** Until this version the metric's name was wrapped. */
const plainSince = '202605'
const wrapper = 'com.linkedin.adsexternalapi.memberanalytics.v1.CreatorPostAnalyticsMetricTypeV1'

/** The numbers of a member's posts. */
export const memberAnalyticsRoutes: readonly EmulatorRoute[] = [
  restEndpoint({
    method: 'GET',
    path: '/rest/memberCreatorPostAnalytics',
    operation: 'member_analytics',
    restliMethods: ['FINDER'],
    handle(call) {
      const { context } = call
      requireScope(call, ['r_member_postAnalytics'], 'memberCreatorPostAnalytics.FINDER-entity')
      const names = ['q', 'entity', 'queryType', 'aggregation', 'dateRange']
      const query = readQuery(call.request, names)
      const metric = choice(query, 'queryType', metricNames)
      if (metric === undefined) throw invalidInput('MISSING_FIELD', 'queryType', 'is missing')
      const aggregation = choice(query, 'aggregation', ['TOTAL', 'DAILY']) ?? 'TOTAL'
      if (metric === 'MEMBERS_REACHED' && aggregation === 'DAILY') {
        throw invalidInput('INVALID_VALUE_FOR_FIELD', 'aggregation', 'MEMBERS_REACHED has no DAILY')
      }
      const { posts, target } = postsAsked(call, query)
      const range = dateRange(context, query)
      const pieces = aggregation === 'DAILY' ? daysOf(range) : [range]
      const elements = pieces.map((piece) => ({
        count: posts.reduce((sum, post) => sum + gainOf(context, post, metric, piece), 0),
        metricType: call.version < plainSince ? { [wrapper]: metric } : metric,
        ...(target === undefined ? {} : { targetEntity: target }),
        dateRange: aggregation === 'DAILY' ? presentRange(piece) : {},
      }))
      return { status: 200, json: paged(elements, { start: 0, count: elements.length }) }
    },
  }),
]

/** The posts that a query names: one, or all of the member's. */
function postsAsked(
  call: Call,
  query: Query,
): { readonly posts: readonly StoredPost[]; readonly target: RestliRecord | undefined } {
  const mine = memberUrn(call.member)
  const finder = requiredText(query, 'q')
  if (finder === 'me') return { posts: postsBy(call.context, mine), target: undefined }
  if (finder !== 'entity') throw illegalArgument("The finders here are 'entity' and 'me'")
  const target = optionalRecord(query, 'entity')
  const [key, ...others] = Object.keys(target ?? {})
  if (target === undefined || (key !== 'share' && key !== 'ugc') || others.length > 0) {
    throw invalidInput('INVALID_VALUE_FOR_FIELD', 'entity', 'must be (share:…) or (ugc:…)')
  }
  const urn = target[key]
  if (typeof urn !== 'string') {
    throw invalidInput('INVALID_URN_TYPE', 'entity', 'must be an encoded URN')
  }
  requireUrn(urn, 'entity', [key === 'ugc' ? 'ugcPost' : 'share'])
  const post = findPost(call.context, urn)
  if (post === undefined) throw notFound()
  if (post.author !== mine) throw accessDenied('The post is not the member’s own')
  return { posts: [post], target }
}

function dateRange(context: EmulatorContext, query: Query): TimeRange {
  const now = context.now().getTime()
  const given = optionalRecord(query, 'dateRange')
  if (given === undefined) return { start: 0, end: (Math.floor(now / day) + 1) * day }
  const range = { start: dateOf(given, 'start'), end: dateOf(given, 'end') }
  if (range.start < range.end) return range
  throw invalidInput('INVALID_VALUE_FOR_FIELD', 'dateRange', 'ends before it begins')
}

function dateOf(range: RestliRecord, key: 'start' | 'end'): number {
  const date = range[key]
  const [year, month, dayOfMonth] = isRecord(date)
    ? [date['year'], date['month'], date['day']].map(Number)
    : []
  const at = Date.UTC(year ?? Number.NaN, (month ?? Number.NaN) - 1, dayOfMonth ?? Number.NaN)
  if (!Number.isNaN(at)) return at
  const message = 'must be (day:…,month:…,year:…)'
  throw invalidInput('INVALID_VALUE_FOR_FIELD', `dateRange/${key}`, message)
}

function gainOf(
  context: EmulatorContext,
  post: StoredPost,
  metric: Metric,
  { start, end }: TimeRange,
): number {
  const now = context.now().getTime()
  const at = (time: number) => engagementOf(context, post, Math.min(time, now))[metrics[metric]]
  return at(end - 1) - at(start - 1)
}

function presentRange({ start, end }: TimeRange): object {
  return { start: presentDate(start), end: presentDate(end) }
}

function presentDate(time: number): object {
  const date = new Date(time)
  return { day: date.getUTCDate(), month: date.getUTCMonth() + 1, year: date.getUTCFullYear() }
}
