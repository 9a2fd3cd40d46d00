import type { Context } from '../../context.ts'
import { inSystem } from '../../db/tenancy.ts'
import { ApiError, invalid } from '../../errors.ts'
import { paidPlans, planNamed, type PaidPlan } from '../billing/entitlement.ts'
import type { Subscription } from '../billing/subscription.model.ts'
import type { PlanGrant } from './plan-grant.model.ts'
import { lockPlan, replaceGrant } from './replace-grant.ts'
import { liveGrant } from './tier.ts'

const dayMilliseconds = 86_400_000

/** A plan, and when it ends; `null` where it goes on by itself. */
interface Standing {
  readonly tier: PaidPlan
  readonly end: Date | null
}

/**
 * Lets the plan that an organization has go on for some days after its end, at no cost: one that was given, one that was called off,
 * or one whose payment is late. What renews by itself has no end, and is not touched.
 *
 * @param input.days whole, from 1 to `input.mostDays`
 * @returns the plan, and its new end
 * @throws ApiError VALIDATION_ERROR for days that may not be given; CONFLICT where there is nothing to extend; NOT_FOUND
 */
export async function extendPlan(
  { database }: Pick<Context, 'database'>,
  organizationId: string,
  { days, mostDays }: { readonly days: number; readonly mostDays: number },
): Promise<{ readonly tier: PaidPlan; readonly until: Date }> {
  if (!Number.isInteger(days) || days < 1 || days > mostDays) {
    throw invalid('days', `Must be a whole number from 1 to ${mostDays}.`)
  }
  return inSystem(database, async (transaction) => {
    const subscription = await lockPlan(transaction, organizationId)
    const grant = await liveGrant(transaction, organizationId)
    const { tier, end } = standingOf(subscription, grant)
    if (end === null) {
      throw new ApiError('CONFLICT', 'This plan renews by itself and has no end to move.')
    }
    const until = new Date(Math.max(end.getTime(), Date.now()) + days * dayMilliseconds)
    // There is one gift at a time.
    if (grant !== undefined && grant.tier !== tier && grant.until > until) {
      throw new ApiError(
        'CONFLICT',
        `${grant.tier} was given until ${grant.until.toISOString()}; that would be lost.`,
      )
    }
    await replaceGrant(transaction, organizationId, subscription, { tier, until })
    return { tier, until }
  })
}

/** The higher plan, and of two that are the same the one that lasts longer. @throws ApiError CONFLICT where there is none */
function standingOf(
  subscription: Subscription | undefined,
  grant: PlanGrant | undefined,
): Standing {
  const paid = planNamed(subscription?.tier ?? null)
  const standings: Standing[] = [
    ...(paid === null || subscription === undefined
      ? []
      : [{ tier: paid, end: endOf(subscription) }]),
    ...(grant === undefined ? [] : [{ tier: grant.tier, end: grant.until }]),
  ]
  const [best] = standings.toSorted(
    (one, other) =>
      paidPlans.indexOf(other.tier) - paidPlans.indexOf(one.tier) || lasting(other) - lasting(one),
  )
  if (best === undefined) throw new ApiError('CONFLICT', 'There is no plan that could go on.')
  return best
}

function lasting({ end }: Standing): number {
  return end?.getTime() ?? Number.MAX_SAFE_INTEGER
}

function endOf({ cancelAtPeriodEnd, currentPeriodEnd, graceUntil }: Subscription): Date | null {
  return graceUntil ?? (cancelAtPeriodEnd ? currentPeriodEnd : null)
}
