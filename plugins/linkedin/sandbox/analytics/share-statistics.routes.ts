import type { EmulatorContext, EmulatorRoute } from '@t21/plugin-kit/sandbox'
import { requireRole } from '../accounts/actor.ts'
import { requireScope, restEndpoint } from '../api/endpoint.ts'
import { illegalArgument } from '../api/errors.ts'
import { paged, pageOf, requiredText, textList } from '../api/parameters.ts'
import { readQuery } from '../api/restli.ts'
import { requireUrn } from '../api/urn.ts'
import { findPost, postsBy } from '../posts/post-store.ts'
import type { StoredPost } from '../posts/post.ts'
import { engagementOf, type Engagement } from '../social/engagement.ts'
import { timeIntervals, type TimeRange } from './time-intervals.ts'

/** The numbers of an organization's posts (linkedin.md 6). */
export const shareStatisticsRoutes: readonly EmulatorRoute[] = [
  restEndpoint({
    method: 'GET',
    path: '/rest/organizationalEntityShareStatistics',
    operation: 'share_statistics',
    restliMethods: ['FINDER'],
    handle(call) {
      const { context } = call
      const resource = 'organizationalEntityShareStatistics.FINDER-organizationalEntity'
      requireScope(call, ['rw_organization_admin'], resource)
      const own = ['q', 'organizationalEntity', 'shares', 'ugcPosts', 'timeIntervals']
      const query = readQuery(call.request, [...own, 'start', 'count'])
      if (requiredText(query, 'q') !== 'organizationalEntity') {
        throw illegalArgument("The only finder here is 'organizationalEntity'")
      }
      const organization = requiredText(query, 'organizationalEntity')
      requireRole(call, organization, 'ADMINISTRATOR')
      const shares = textList(query, 'shares')
      const ugcPosts = textList(query, 'ugcPosts')
      for (const urn of shares) requireUrn(urn, 'shares', ['share'])
      for (const urn of ugcPosts) requireUrn(urn, 'ugcPosts', ['ugcPost'])
      const everything = { start: 0, end: context.now().getTime() + 1 }
      const intervals = timeIntervals(context, query)
      const elements: object[] = []
      for (const range of intervals ?? [everything]) {
        const timed = intervals === undefined ? {} : { timeRange: range }
        const head = { organizationalEntity: organization, ...timed }
        const urns = [...shares, ...ugcPosts]
        if (urns.length === 0) {
          const posts = postsBy(context, organization)
          const total = statistics(posts.map((post) => gainOf(context, post, range)))
          elements.push({ ...head, totalShareStatistics: total })
        }
        for (const urn of urns) {
          const post = findPost(context, urn)
          if (post?.author !== organization) continue
          const gain = gainOf(context, post, range)
          // Posts without activity are left out.
          if (gain.impressions + gain.comments + gain.likes + gain.reshares === 0) continue
          const name = urn.startsWith('urn:li:share:') ? 'share' : 'ugcPost'
          elements.push({ ...head, [name]: urn, totalShareStatistics: statistics([gain]) })
        }
      }
      const page = { ...pageOf(query), count: Math.max(elements.length, pageOf(query).count) }
      return { status: 200, json: paged(elements, page) }
    },
  }),
]

/** What a post won between two moments. */
function gainOf(context: EmulatorContext, post: StoredPost, { start, end }: TimeRange): Engagement {
  const now = context.now().getTime()
  const before = engagementOf(context, post, Math.min(start - 1, now))
  const after = engagementOf(context, post, Math.min(end - 1, now))
  const gain = Object.entries(after).map(([name, value]) => [
    name,
    value - before[name as keyof Engagement],
  ])
  return Object.fromEntries(gain) as Engagement
}

function statistics(gains: readonly Engagement[]): object {
  const sum = (name: keyof Engagement) => gains.reduce((total, gain) => total + gain[name], 0)
  const impressionCount = sum('impressions')
  const counts = {
    clickCount: sum('clicks'),
    likeCount: sum('likes'),
    commentCount: sum('comments'),
    shareCount: sum('reshares'),
  }
  const engaged = Object.values(counts).reduce((total, count) => total + count, 0)
  return {
    impressionCount,
    uniqueImpressionsCount: sum('reached'),
    ...counts,
    engagement: impressionCount === 0 ? 0 : engaged / impressionCount,
    shareMentionsCount: 0,
    commentMentionsCount: 0,
  }
}
