import type { PlanChangePreview } from '@t21/plugin-kit'
import type { Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { ApiError, invalid } from '../../errors.ts'
import { billedOrganization } from './billed-organization.ts'
import { asked, billingOf } from './billing.provider.ts'
import { inTurn, type Turn } from './billing-turn.ts'
import { isOpen, isRunning, type PaidPlan } from './entitlement.ts'
import type { Subscription } from './subscription.model.ts'
import { syncInTurn } from './sync-customer.ts'

/** How long what a preview showed can be agreed to, in milliseconds. */
const previewLife = 3_600_000

/** Which organization, where it is not the personal one. */
interface Which {
  readonly organizationId?: string
}

/**
 * Ends a subscription: with the period that is paid, or now.
 *
 * @throws ApiError NOT_FOUND, FORBIDDEN, NO_SUBSCRIPTION, BILLING_NOT_CONFIGURED, BILLING_UNAVAILABLE, BILLING_REFUSED, CONFLICT
 */
export async function cancelSubscription(
  context: Context,
  principal: Principal,
  { atPeriodEnd, ...which }: Which & { readonly atPeriodEnd: boolean },
): Promise<void> {
  await change(context, principal, which, async ({ providerSubscriptionId }) => {
    await billingOf(context).setEnd(providerSubscriptionId, atPeriodEnd ? 'at_period_end' : 'now')
  })
}

/** Takes an end that has not come yet back. @throws ApiError as {@link cancelSubscription} */
export async function resumeSubscription(
  context: Context,
  principal: Principal,
  which: Which,
): Promise<void> {
  await change(context, principal, which, async (subscription) => {
    if (!subscription.cancelAtPeriodEnd) throw new ApiError('CONFLICT', 'It is not to end.')
    await billingOf(context).setEnd(subscription.providerSubscriptionId, 'never')
  })
}

/**
 * What another plan would cost now. Changes nothing.
 *
 * @throws ApiError as {@link cancelSubscription}, and ALREADY_ON_PLAN
 */
export async function previewPlanChange(
  context: Context,
  principal: Principal,
  { plan, ...which }: Which & { readonly plan: PaidPlan },
): Promise<PlanChangePreview> {
  return withSubscription(context, principal, which, async (subscription) => {
    requireOther(subscription, plan)
    return billingOf(context).previewPlan(subscription.providerSubscriptionId, plan)
  })
}

/**
 * Changes the plan, for what the preview of this moment showed.
 *
 * @throws ApiError as {@link previewPlanChange}, VALIDATION_ERROR for a preview that is too old, and PAYMENT_DECLINED: nothing
 * has changed then
 */
export async function changePlan(
  context: Context,
  principal: Principal,
  { plan, at, ...which }: Which & { readonly plan: PaidPlan; readonly at: string },
): Promise<void> {
  const moment = new Date(at)
  const age = Date.now() - moment.getTime()
  await change(context, principal, which, async (subscription) => {
    if (!(age < previewLife && age > -60_000)) {
      throw invalid('at', 'Must be the `at` of a preview of the last hour.')
    }
    requireOther(subscription, plan)
    const { providerSubscriptionId: subscriptionId } = subscription
    await billingOf(context).changePlan(
      { subscriptionId, plan, at: moment },
      { idempotencyKey: `change:${subscriptionId}:${plan}:${moment.getTime()}` },
    )
  })
}

/** Reads what there is, lets it be changed, and reads what came of it, also where it failed: it may have been carried out. */
async function change(
  context: Context,
  principal: Principal,
  which: Which,
  work: (subscription: Subscription) => Promise<void>,
): Promise<void> {
  await withSubscription(context, principal, which, async (subscription, turn) => {
    try {
      await work(subscription)
    } finally {
      await syncAfter(context, turn)
    }
  })
}

/** In the organization's turn: reads what there is, and lets something be done with it. */
async function withSubscription<Result>(
  context: Context,
  principal: Principal,
  which: Which,
  work: (subscription: Subscription, turn: Turn) => Promise<Result>,
): Promise<Result> {
  const organizationId = await billedOrganization(
    context,
    principal,
    'update',
    which.organizationId,
  )
  return asked(context, () =>
    inTurn(context, organizationId, async (turn) => {
      const { subscription } = await syncInTurn(context, turn)
      if (subscription === null || !isOpen(subscription)) throw new ApiError('NO_SUBSCRIPTION')
      return work(subscription, turn)
    }),
  )
}

/** It is done; where what came of it cannot be read now, a job reads it soon. */
async function syncAfter(context: Context, turn: Turn): Promise<void> {
  try {
    await syncInTurn(context, turn)
  } catch (err) {
    context.log.warn({ err, organizationId: turn.organizationId }, 'billing is read again soon')
    const { system } = context.database
    await system('billing_customers')
      .where({ organization_id: turn.organizationId, provider: turn.provider })
      .update({ sync_at: system.raw('clock_timestamp()') })
  }
}

function requireOther(subscription: Subscription, plan: PaidPlan): void {
  if (!isRunning(subscription)) throw new ApiError('NO_SUBSCRIPTION')
  if (subscription.plan === plan) throw new ApiError('ALREADY_ON_PLAN')
}
