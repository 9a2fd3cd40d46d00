import { gainNames, numbersOf, type Numbers } from './analytics.numbers.ts'
import type { PublishedRow } from './analytics.queries.ts'
import type { AnalyticsView, PostAnalyticsView } from './analytics.schemas.ts'
import type { Found, FoundWithRanking } from './analytics.service.ts'
import { rateOf } from './engagement-rate.ts'
import type { FoundOfPost } from './post-analytics.service.ts'
import type { HourRow, TopPostRow } from './ranking.queries.ts'

type Part = AnalyticsView['total']

const fewestPosts = 3
const mostBest = 3

/** Analytics of a brand, an account or an organization, as they are answered. */
export function presentAnalytics(found: FoundWithRanking): AnalyticsView {
  return {
    ...presentFound(found),
    accounts: found.followers.map(({ followers, before, ...account }) => ({
      ...account,
      followers: figure(followers, before),
    })),
    topPosts: found.top.map(presentTopPost),
    hours: { best: bestOf(found.hours), all: [...found.hours] },
  }
}

/** Analytics of a post, as they are answered. */
export function presentPostAnalytics(found: FoundOfPost): PostAnalyticsView {
  return {
    postId: found.postId,
    ...presentFound(found),
    deliveries: found.deliveries.map((delivery) => ({
      ...delivery,
      publishedAt: delivery.publishedAt.toISOString(),
      goneAt: delivery.goneAt?.toISOString() ?? null,
      knownAt: delivery.knownAt?.toISOString() ?? null,
    })),
  }
}

function presentFound(found: Found): Pick<AnalyticsView, 'range' | 'total' | 'platforms'> {
  const { range, before, timezone, granularity } = found.period
  const rows = [...found.gains, ...found.published]
  const platforms = [...new Set(rows.map(({ platform }) => platform))].toSorted()
  return {
    range: { ...range, previousFrom: before.from, previousTo: before.to, timezone, granularity },
    total: partOf(found),
    platforms: platforms.map((platform) => ({
      platform,
      ...partOf({
        ...found,
        gains: found.gains.filter((row) => row.platform === platform),
        published: found.published.filter((row) => row.platform === platform),
      }),
    })),
  }
}

function partOf({ gains, published, period }: Found): Part {
  const gained = Map.groupBy(gains, ({ bucket }) => bucket)
  const wentOut = Map.groupBy(published, ({ bucket }) => bucket)
  const of = (bucket: string | null): Numbers =>
    numbersOf(gained.get(bucket) ?? [], countOf(wentOut.get(bucket) ?? []))
  const now = numbersOf(
    gains.filter(({ bucket }) => bucket !== null),
    countOf(published.filter(({ bucket }) => bucket !== null)),
  )
  const before = of(null)
  const names = ['published', ...gainNames, 'engagementRate'] as const
  return {
    numbers: Object.fromEntries(
      names.map((name) => [name, figure(now[name], before[name])]),
    ) as Part['numbers'],
    series: period.buckets.map((date) => ({ date, ...of(date) })),
  }
}

function countOf(rows: readonly PublishedRow[]): number {
  return rows.reduce((sum, { published }) => sum + published, 0)
}

/** A value and how it compares; nothing where there is nothing to compare. */
export function figure(
  value: number | null,
  previous: number | null,
): {
  value: number | null
  previous: number | null
  change: number | null
  changePercent: number | null
} {
  if (value === null || previous === null) {
    return { value, previous, change: null, changePercent: null }
  }
  const change = value - previous
  const changePercent =
    previous === 0 ? null : Math.round((change / Math.abs(previous)) * 10_000) / 100
  return { value, previous, change, changePercent }
}

function presentTopPost(post: TopPostRow): AnalyticsView['topPosts'][number] {
  const { rateEngagements, rateAudience, engagementsOfAll, platforms, ...shown } = post
  const share = Math.round((post.engagements / engagementsOfAll) * 100)
  return {
    ...shown,
    platforms: [...platforms],
    publishedAt: post.publishedAt.toISOString(),
    engagementRate: rateOf({ rateEngagements, rateAudience }),
    reason: `${post.engagements} engagements: ${share} % of those of all posts published in this range.`,
  }
}

/** The hours that did best; one or two posts say nothing of an hour. */
function bestOf(hours: readonly HourRow[]): HourRow[] {
  return hours
    .filter(({ posts }) => posts >= fewestPosts)
    .toSorted((one, other) => other.engagementRate - one.engagementRate || other.posts - one.posts)
    .slice(0, mostBest)
}
