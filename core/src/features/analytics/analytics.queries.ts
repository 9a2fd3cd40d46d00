import type { Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { read } from '../../db/read.ts'
import { gainColumns, rateColumns, type Gains } from './analytics.numbers.ts'
import type { AnalyticsPeriod } from './analytics.period.ts'
import { accountsOf, deliveriesOf, type AnalyticsScope, type SqlPart } from './analytics.scope.ts'
import { dayAfter, startOfDay } from './day-range.ts'

/** Which part of the range something belongs to: its first day, or `null` for the range before. */
interface Bucket {
  readonly platform: string
  readonly bucket: string | null
}

/** What a platform's posts gained in a part of a range. */
export interface GainRow extends Bucket, Gains {}

/** How many deliveries went out in a part of a range. */
export interface PublishedRow extends Bucket {
  readonly published: number
}

/** What analytics are read by. */
export interface Asked {
  readonly principal: Principal
  readonly scope: AnalyticsScope
  readonly period: AnalyticsPeriod
}

const columns = Object.entries({ ...gainColumns, ...rateColumns })

/** What posts of accounts gained, by platform and part of the range, of the range and the one before. */
export async function gainsOfAccounts(context: Context, asked: Asked): Promise<GainRow[]> {
  const accounts = accountsOf(asked.principal, asked.scope)
  const bucket = bucketOf({ sql: 'g.date', bindings: [] }, asked.period)
  return run(context, asked, {
    sql: `select a.platform, ${bucket.sql} as bucket,
        ${columns.map(([name, column]) => `sum(g.${column})::bigint as "${name}"`).join(', ')}
      from social_accounts a
      join account_gains g on g.organization_id = a.organization_id and g.social_account_id = a.id
      where ${accounts.sql} and g.date between ?::date and ?::date
      group by 1, 2`,
    bindings: [...bucket.bindings, ...accounts.bindings, ...bothRanges(asked.period)],
  })
}

/** The same of the deliveries of one post, out of what is kept of each by day. */
export async function gainsOfPost(context: Context, asked: Asked): Promise<GainRow[]> {
  const deliveries = deliveriesOf(asked.principal, asked.scope)
  const bucket = bucketOf({ sql: 'date', bindings: [] }, asked.period)
  const [from, to] = bothRanges(asked.period)
  return run(context, asked, {
    sql: `select platform, ${bucket.sql} as bucket, ${columns
      .map(([name]) => `(sum(gain) filter (where name = '${name}'))::bigint as "${name}"`)
      .join(', ')}
      from (
        select d.platform, p.date, told.name, told.value
          - coalesce(lag(told.value) over (partition by d.id, told.name order by p.date), 0) as gain
        from social_posts d
        join social_accounts a on a.organization_id = d.organization_id and a.id = d.social_account_id
        join post_analytics p on p.organization_id = d.organization_id and p.social_post_id = d.id
        cross join lateral (values
          ${columns.map(([name, column]) => `('${name}', p.${column})`).join(', ')}) as told(name, value)
        where ${deliveries.sql} and p.date <= ?::date and told.value is not null
      ) as gains
      where date >= ?::date
      group by 1, 2`,
    bindings: [...bucket.bindings, ...deliveries.bindings, to, from],
  })
}

/** How many deliveries went out, by platform and part of the range, of the range and the one before. */
export async function publishedIn(context: Context, asked: Asked): Promise<PublishedRow[]> {
  const { period } = asked
  const deliveries = deliveriesOf(asked.principal, asked.scope)
  const day = { sql: '(d.published_at at time zone ?::text)::date', bindings: [period.timezone] }
  const bucket = bucketOf(day, period)
  return run(context, asked, {
    sql: `select a.platform, ${bucket.sql} as bucket, count(*)::int as published
      from social_accounts a
      join social_posts d on d.organization_id = a.organization_id and d.social_account_id = a.id
      where ${deliveries.sql} and d.state = 'published' and d.published_at >= ? and d.published_at < ?
      group by 1, 2`,
    bindings: [
      ...bucket.bindings,
      ...deliveries.bindings,
      startOfDay(period.before.from, period.timezone),
      startOfDay(dayAfter(period.range.to), period.timezone),
    ],
  })
}

/** Runs one statement that sees the organization of the scope. */
export async function run<Row>(
  context: Context,
  { scope }: Pick<Asked, 'scope'>,
  { sql, bindings }: SqlPart,
): Promise<Row[]> {
  const query = context.database.api.raw(sql, [...bindings] as string[])
  return read<Row>(context.database, [scope.organizationId], query)
}

/** The first day of the part that a day lies in, as text; `null` before the range. */
function bucketOf(day: SqlPart, { range, granularity }: AnalyticsPeriod): SqlPart {
  return {
    sql: `case when ${day.sql} >= ?::date
      then greatest(date_trunc(?::text, (${day.sql})::timestamp)::date, ?::date)::text end`,
    bindings: [...day.bindings, range.from, granularity, ...day.bindings, range.from],
  }
}

function bothRanges({ range, before }: AnalyticsPeriod): [from: string, to: string] {
  return [before.from, range.to]
}
