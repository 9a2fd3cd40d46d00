import { authorize, membershipIn, organizationOf, type Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { read } from '../../db/read.ts'
import { notFound } from '../../errors.ts'
import type { SubscriptionTier } from '../../authz/vocabulary.ts'
import { periodOf, planLimits, quotaMetrics, type QuotaMetric } from './plan-limits.ts'
import { monthEndSql, monthSql, monthStartSql, periodJoin } from './quota-period.ts'

/** Where an organization stands with one thing that its plan counts. */
export interface Usage {
  readonly metric: QuotaMetric
  readonly used: number
  readonly limit: number
  /** Since when it is counted; `null` for what counts as long as it is there. */
  readonly periodStart: Date | null
  /** When counting begins anew; `null` likewise. */
  readonly resetsAt: Date | null
}

interface Row {
  readonly metric: QuotaMetric
  readonly used: number | null
  readonly granted: number
  readonly starts_at: Date
  readonly resets_at: Date
}

/**
 * Where an organization stands with everything that its plan counts, in its present month by the database's clock.
 *
 * @throws ApiError NOT_FOUND
 */
export async function readUsage(
  context: Context,
  principal: Principal,
  asked?: string,
): Promise<{ readonly organizationId: string; readonly tier: string; readonly usage: Usage[] }> {
  const organizationId = organizationOf(principal, asked)
  authorize(principal, 'read', 'Organization', { organizationId })
  const membership = membershipIn(principal, organizationId)
  if (membership === undefined) throw notFound('Organization')
  const usage = await usageOf(context, organizationId, membership.tier)
  return { organizationId, tier: membership.tier, usage }
}

/** The same for somebody whose right was asked for already. */
export async function usageOf(
  context: Pick<Context, 'database'>,
  organizationId: string,
  tier: SubscriptionTier,
): Promise<Usage[]> {
  const limits = planLimits[tier]
  const monthly = quotaMetrics.filter(isMonthly)
  const rows = await read<Row>(
    context.database,
    [organizationId],
    context.database.api.raw(
      `with month as (
         select organizations.id, ${monthSql} as period, ${monthStartSql} as starts_at, ${monthEndSql} as resets_at
         from organizations ${periodJoin} where organizations.id = cast(? as uuid)
       )
       select wanted.metric, counter.used, month.starts_at, month.resets_at,
         (select coalesce(sum(amount), 0) from quota_grants granted
           where granted.organization_id = month.id and granted.metric = wanted.metric
             and granted.period = month.period) as granted
       from unnest(cast(? as text[])) as wanted(metric) cross join month
       left join quota_counters counter on counter.organization_id = month.id
         and counter.metric = wanted.metric
         and counter.period = case when wanted.metric = any (cast(? as text[]))
           then month.period else 'total' end`,
      [organizationId, [...quotaMetrics], monthly],
    ),
  )
  return quotaMetrics.map((metric) => {
    const row = rows.find((one) => one.metric === metric)
    return {
      metric,
      used: row?.used ?? 0,
      limit: limits[metric] + (row?.granted ?? 0),
      periodStart: isMonthly(metric) ? (row?.starts_at ?? null) : null,
      resetsAt: isMonthly(metric) ? (row?.resets_at ?? null) : null,
    }
  })
}

function isMonthly(metric: QuotaMetric): boolean {
  return periodOf[metric] === 'month'
}
