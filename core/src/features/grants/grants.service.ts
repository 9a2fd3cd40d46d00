import type { Knex } from 'knex'
import type { Context } from '../../context.ts'
import { inSystem } from '../../db/tenancy.ts'
import { invalid, notFound } from '../../errors.ts'
import type { PaidPlan } from '../billing/entitlement.ts'
import { monthSql, periodJoin } from '../quotas/quota-period.ts'
import { PlanGrant } from './plan-grant.model.ts'
import { lockPlan, replaceGrant } from './replace-grant.ts'
import { liveGrant, storeTier } from './tier.ts'

type Parts = Pick<Context, 'database'>

/** What of a plan can be given more of: what is counted by month. */
export type GrantedMetric = 'aiCredits' | 'posts'

/**
 * Gives an organization more than its plan has, in its present period. For whoever runs T21.
 *
 * @param input.amount whole, from 1 to `input.most`
 * @throws ApiError VALIDATION_ERROR for an amount that may not be given; NOT_FOUND
 */
export async function grantQuota(
  { database }: Parts,
  organizationId: string,
  input: { readonly metric: GrantedMetric; readonly amount: number; readonly most: number },
): Promise<void> {
  const { metric, amount, most } = input
  if (!Number.isInteger(amount) || amount < 1 || amount > most) {
    throw invalid('amount', `Must be a whole number from 1 to ${most}.`)
  }
  await inSystem(database, async (transaction) => {
    await lockPlan(transaction, organizationId)
    await transaction.raw(
      `insert into quota_grants (organization_id, metric, period, amount)
       select organizations.id, :metric, ${monthSql}, cast(:amount as integer)
       from organizations ${periodJoin} where organizations.id = :organizationId`,
      { organizationId, metric, amount },
    )
  })
}

/**
 * Gives an organization a plan until a date, in the place of an earlier gift. Who pays for more keeps it.
 *
 * @param input.until in the future, at most `input.mostDays` away
 * @throws ApiError VALIDATION_ERROR for a date that may not be; NOT_FOUND
 */
export async function grantPlan(
  { database }: Parts,
  organizationId: string,
  input: { readonly tier: PaidPlan; readonly until: Date; readonly mostDays: number },
): Promise<void> {
  const { tier, until, mostDays } = input
  const days = (until.getTime() - Date.now()) / 86_400_000
  if (!(days > 0 && days <= mostDays)) {
    throw invalid('until', `Must be a date from now to ${mostDays} days ahead.`)
  }
  await inSystem(database, async (transaction) => {
    const paid = await lockPlan(transaction, organizationId)
    await replaceGrant(transaction, organizationId, paid, { tier, until })
  })
}

/** Takes a given plan back. @throws ApiError NOT_FOUND where none was given */
export async function revokePlan({ database }: Parts, organizationId: string): Promise<void> {
  await inSystem(database, async (transaction) => {
    const paid = await lockPlan(transaction, organizationId)
    if (!(await endGrant(transaction, organizationId))) throw notFound('Plan that was given')
    await storeTier(transaction, organizationId, paid?.tier ?? 'FREE')
  })
}

/**
 * Ends the plans that were given until now. For the worker; doing it again changes nothing.
 *
 * @returns how many ended
 */
export async function endPlanGrants({ database }: Parts): Promise<number> {
  const due = await PlanGrant.query(database.system)
    .whereNull('ended_at')
    .whereRaw('until <= clock_timestamp()')
    .limit(500)
  for (const { organizationId, id } of due) {
    await inSystem(database, async (transaction) => {
      const paid = await lockPlan(transaction, organizationId)
      // It may have been replaced by a longer one meanwhile.
      if ((await liveGrant(transaction, organizationId))?.id !== id) return
      await endGrant(transaction, organizationId)
      await storeTier(transaction, organizationId, paid?.tier ?? 'FREE')
    })
  }
  return due.length
}

async function endGrant(transaction: Knex.Transaction, organizationId: string): Promise<boolean> {
  const ended = await PlanGrant.query(transaction)
    .where({ organization_id: organizationId })
    .whereNull('ended_at')
    .patch({ endedAt: new Date() })
  return ended > 0
}
