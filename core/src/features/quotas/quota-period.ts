import { periodOf, type QuotaMetric } from './plan-limits.ts'

/**
 * SQL: joins to `organizations` what its periods depend on, as `billed`. A paid plan counts by its own months, from the day on
 * which it is paid; the rest by calendar month, UTC. It is the database's clock that decides, so that a renewal of which
 * nothing was heard yet begins a new period all the same.
 */
export const periodJoin =
  'left join subscriptions billed on billed.organization_id = organizations.id'

const now = 'organizations.subscription_tier, billed.period_anchor, clock_timestamp()'

/** SQL: the name of the present month of an organization, behind {@link periodJoin}. */
export const monthSql = `quota_period(${now})`

/** SQL: when that month began. */
export const monthStartSql = `quota_period_start(${now})`

/** SQL: when the next one begins. */
export const monthEndSql = `quota_period_end(${now})`

/** SQL: what staff gave an organization of a metric in its present period, on top of its plan. */
export function grantedSql(metric: QuotaMetric): string {
  return `(select coalesce(sum(granted.amount), 0) from quota_grants granted
    where granted.organization_id = organizations.id and granted.metric = '${metric}'
      and granted.period = ${periodSql(metric)})`
}

/** SQL: the name of the period in which a metric counts at present. */
export function periodSql(metric: QuotaMetric): string {
  return periodOf[metric] === 'total' ? "'total'" : monthSql
}
