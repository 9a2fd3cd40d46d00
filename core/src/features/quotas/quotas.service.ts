import type { Knex } from 'knex'
import type { Database } from '../../db/database.ts'
import { inOrganizations } from '../../db/tenancy.ts'
import { ApiError, notFound } from '../../errors.ts'
import { periodOf, planLimits, type QuotaMetric } from './plan-limits.ts'
import { tellThreshold } from './quota-notices.ts'
import { grantedSql, periodJoin, periodSql } from './quota-period.ts'

/** Where an organization stands. */
export interface Quota {
  readonly used: number
  readonly limit: number
}

/** What counts: a brand, a post, a medium …, by its id. */
export interface QuotaSubject {
  readonly organizationId: string
  readonly metric: QuotaMetric
  readonly subjectId: string
}

interface ManySubjects extends Omit<QuotaSubject, 'subjectId'> {
  readonly subjectIds: readonly string[]
}

/**
 * Counts a thing, or its bytes, in the transaction that makes it. One conditional statement, so that 200 at once at a
 * limit of 30 give exactly 30 (design.md 3); the counter's row lock lasts until the caller commits. The thing that
 * crosses 80 % or uses up the limit tells owners, admins and their programs, in the same transaction.
 *
 * @returns where the organization stands afterwards
 * @throws ApiError QUOTA_EXCEEDED with `{ current, limit }`; nothing has changed then
 */
export async function consumeQuota(
  transaction: Knex.Transaction,
  { organizationId, metric, subjectId, amount = 1 }: QuotaSubject & { readonly amount?: number },
): Promise<Quota> {
  const { rows } = await transaction.raw<{
    rows: { most: number; used: number | null; period: string | null }[]
  }>(
    `with plan as (
       select organizations.id, ${limitSql(metric)} as most, ${periodSql(metric)} as period
       from organizations ${periodJoin}
       where organizations.id = cast(:organizationId as uuid)
     ), counted as (
       insert into quota_counters as counter (organization_id, metric, period, used)
       select id, cast(:metric as text), period, cast(:amount as bigint)
       from plan where cast(:amount as bigint) <= most
       on conflict (organization_id, metric, period)
         do update set used = counter.used + excluded.used, updated_at = clock_timestamp()
         where counter.used + excluded.used <= (select most from plan)
       returning organization_id, period, used
     ), noted as (
       insert into quota_movements (organization_id, metric, subject_id, round, kind, period, amount)
       select organization_id, cast(:metric as text), cast(:subjectId as uuid), (
           select count(*) from quota_movements earlier
           where earlier.organization_id = counted.organization_id
             and earlier.metric = cast(:metric as text)
             and earlier.subject_id = cast(:subjectId as uuid) and earlier.kind = 'used'),
         'used', period, cast(:amount as bigint)
       from counted
     )
     select most, used, counted.period from plan left join counted on true`,
    { organizationId, metric, subjectId, amount },
  )
  const [row] = rows
  if (row === undefined) throw notFound('Organization')
  if (row.used !== null && row.period !== null) {
    const quota = { used: row.used, limit: row.most }
    await tellThreshold(transaction, { organizationId, metric, period: row.period, amount, quota })
    return quota
  }
  throw quotaExceeded(metric, await quotaOf(transaction, organizationId, metric))
}

/**
 * Refuses what nothing is left for, before work is done for it. Only {@link consumeQuota} decides.
 *
 * @throws ApiError QUOTA_EXCEEDED
 */
export async function requireRoom(
  database: Database,
  organizationId: string,
  metric: QuotaMetric,
): Promise<void> {
  const quota = await inOrganizations(database, [organizationId], (transaction) =>
    quotaOf(transaction, organizationId, metric),
  )
  if (quota.used >= quota.limit) throw quotaExceeded(metric, quota)
}

/**
 * Gives back what a thing was counted for, to the period it was counted in; only the first time. What
 * was never counted is not given back.
 *
 * @param amount no more than this, where only a part comes back
 */
export async function returnQuota(
  transaction: Knex.Transaction,
  { organizationId, metric, subjectId, amount }: QuotaSubject & { readonly amount?: number },
): Promise<void> {
  await returnQuotas(transaction, {
    organizationId,
    metric,
    subjectIds: [subjectId],
    ...(amount !== undefined && { amount }),
  })
}

/** {@link returnQuota} for many things at once. */
export async function returnQuotas(
  transaction: Knex.Transaction,
  { organizationId, metric, subjectIds, amount }: ManySubjects & { readonly amount?: number },
): Promise<void> {
  if (subjectIds.length === 0) return
  await transaction.raw(
    `with returned as (
       insert into quota_movements (organization_id, metric, subject_id, round, kind, period, amount)
       select organization_id, metric, subject_id, round, 'returned', period,
         least(amount, cast(:amount as bigint)) from quota_movements
       where organization_id = :organizationId and metric = :metric
         and subject_id = any (cast(:subjectIds as uuid[])) and kind = 'used'
       on conflict do nothing
       returning period, amount
     )
     update quota_counters counter set used = counter.used - sums.amount,
       updated_at = clock_timestamp()
     from (select period, sum(amount)::bigint as amount from returned group by period) sums
     where counter.organization_id = :organizationId and counter.metric = :metric
       and counter.period = sums.period`,
    // Of a null, `least` takes the other.
    { organizationId, metric, subjectIds: [...subjectIds], amount: amount ?? null },
  )
}

/** Was everything that this thing was counted for given back? Trying it again then counts again. */
export async function isReturned(
  transaction: Knex.Transaction,
  { organizationId, metric, subjectId }: QuotaSubject,
): Promise<boolean> {
  const { rows } = await transaction.raw<{ rows: { returned: boolean }[] }>(
    `select count(*) filter (where kind = 'used') = count(*) filter (where kind = 'returned')
       and count(*) > 0 as returned
     from quota_movements where organization_id = ? and metric = ? and subject_id = ?`,
    [organizationId, metric, subjectId],
  )
  return rows[0]?.returned === true
}

/** Where an organization stands in the present period. */
export async function quotaOf(
  transaction: Knex.Transaction,
  organizationId: string,
  metric: QuotaMetric,
): Promise<Quota> {
  const { rows } = await transaction.raw<{ rows: { most: number; used: number | null }[] }>(
    `select ${limitSql(metric)} as most, counter.used
     from organizations ${periodJoin} left join quota_counters counter
       on counter.organization_id = organizations.id and counter.metric = ?
       and counter.period = ${periodSql(metric)}
     where organizations.id = ?`,
    [metric, organizationId],
  )
  const [row] = rows
  if (row === undefined) throw notFound('Organization')
  return { used: row.used ?? 0, limit: row.most }
}

/** In the words of the specification. */
function quotaExceeded(metric: QuotaMetric, { used, limit }: Quota): ApiError {
  return new ApiError('QUOTA_EXCEEDED', `${metric} limit reached. Upgrade to increase limits.`, {
    details: { current: used, limit },
  })
}

function limitSql(metric: QuotaMetric): string {
  const cases = Object.entries(planLimits).map(
    ([tier, limits]) => `when '${tier}' then ${limits[metric]}`,
  )
  const ofPlan = `cast(case organizations.subscription_tier ${cases.join(' ')} end as bigint)`
  return periodOf[metric] === 'total' ? ofPlan : `(${ofPlan} + ${grantedSql(metric)})`
}
