import type { Context } from '../../context.ts'
import { run, type Asked } from './analytics.queries.ts'
import { accountsOf, deliveriesOf } from './analytics.scope.ts'
import { dayAfter, startOfDay } from './day-range.ts'

/** What an account had last, in the range and before it. */
export interface FollowersRow {
  readonly socialAccountId: string
  readonly brandId: string
  readonly platform: string
  readonly username: string
  readonly followers: number | null
  readonly before: number | null
}

/** One of the posts with the most engagements, over all its deliveries in the scope. */
export interface TopPostRow {
  readonly postId: string
  readonly brandId: string
  readonly content: string
  readonly platforms: readonly string[]
  readonly publishedAt: Date
  readonly engagements: number
  readonly impressions: number | null
  readonly reach: number | null
  readonly rateEngagements: number | null
  readonly rateAudience: number | null
  /** Of all posts that were published in the range. */
  readonly engagementsOfAll: number
}

/** How posts of an hour of the week did. */
export interface HourRow {
  /** 1 is Monday. */
  readonly weekday: number
  readonly hour: number
  readonly posts: number
  readonly engagementRate: number
}

const mostTop = 10
const excerpt = 200

/** Days of history that the hours are computed from. */
export const hoursDays = 90

/** Deliveries with their accounts and what is known of them. */
const from = `from social_accounts a
  join social_posts d on d.organization_id = a.organization_id and d.social_account_id = a.id
  join post_totals t on t.organization_id = d.organization_id and t.social_post_id = d.id`

/** The followers of connected accounts. */
export async function followersOf(context: Context, asked: Asked): Promise<FollowersRow[]> {
  const { range, before } = asked.period
  const accounts = accountsOf(asked.principal, asked.scope)
  const last = (name: string) => `left join lateral (
    select m.followers from account_metrics m
    where m.organization_id = a.organization_id and m.social_account_id = a.id and m.date <= ?::date
      and m.followers is not null
    order by m.date desc limit 1) as ${name} on true`
  return run(context, asked, {
    sql: `select a.id as "socialAccountId", a.brand_id as "brandId", a.platform, a.username,
        now_.followers, before_.followers as before
      from social_accounts a ${last('now_')} ${last('before_')}
      where ${accounts.sql} and a.status <> 'disconnected' order by a.platform, a.id`,
    bindings: [range.to, before.to, ...accounts.bindings],
  })
}

/** The posts of the range with the most engagements, best first. */
export async function topPosts(context: Context, asked: Asked): Promise<TopPostRow[]> {
  const { range, timezone } = asked.period
  const deliveries = deliveriesOf(asked.principal, asked.scope)
  const published = {
    sql: `${deliveries.sql} and d.state = 'published' and d.published_at >= ? and d.published_at < ?`,
    bindings: [
      ...deliveries.bindings,
      startOfDay(range.from, timezone),
      startOfDay(dayAfter(range.to), timezone),
    ],
  }
  return run(context, asked, {
    // All posts are only counted; the rest is read of the best.
    sql: `with counted as (
        select d.post_id, max(d.published_at) as published_at, sum(t.engagements) as engagements ${from}
        where ${published.sql} group by d.post_id
      ), best as (
        select *, sum(engagements) over () as engagements_of_all from counted
        where engagements > 0 order by engagements desc, published_at desc, post_id limit ${mostTop}
      )
      select p.id as "postId", p.brand_id as "brandId", left(p.content, ${excerpt}) as content, shown.platforms,
        shown.published_at as "publishedAt", b.engagements::bigint, shown.impressions, shown.reach,
        shown.rate_engagements as "rateEngagements", shown.rate_audience as "rateAudience",
        b.engagements_of_all::bigint as "engagementsOfAll"
      from best b join posts p on p.id = b.post_id and p.organization_id = ?
      cross join lateral (
        select array_agg(distinct a.platform) as platforms, min(d.published_at) as published_at,
          sum(t.impressions)::bigint as impressions, sum(t.reach)::bigint as reach,
          sum(t.rate_engagements)::bigint as rate_engagements, sum(t.rate_audience)::bigint as rate_audience ${from}
        where d.post_id = b.post_id and ${published.sql}
      ) as shown
      order by b.engagements desc, b.published_at desc, b.post_id`,
    bindings: [...published.bindings, asked.scope.organizationId, ...published.bindings],
  })
}

/** How the posts of the last 90 days did, by the hour of the week at which they went out. */
export async function hoursOf(context: Context, asked: Asked): Promise<HourRow[]> {
  const deliveries = deliveriesOf(asked.principal, asked.scope)
  return run(context, asked, {
    sql: `select extract(isodow from at)::int as weekday, extract(hour from at)::int as hour,
        count(distinct post_id)::int as posts, avg(engagement_rate) as "engagementRate"
      from (
        select d.published_at at time zone ?::text as at, d.post_id, t.engagement_rate ${from}
        where ${deliveries.sql} and d.state = 'published' and t.engagement_rate is not null
          and d.published_at >= now() - make_interval(days => ${hoursDays})
      ) as published
      group by 1, 2 order by 1, 2`,
    bindings: [asked.period.timezone, ...deliveries.bindings],
  })
}
