import type { Knex } from 'knex'
import type { SubscriptionTier } from '../../authz/vocabulary.ts'
import { PlanGrant } from './plan-grant.model.ts'

const order: readonly SubscriptionTier[] = ['FREE', 'PRO', 'BUSINESS']

/** The higher of two plans. */
export function higher(one: SubscriptionTier, other: SubscriptionTier): SubscriptionTier {
  return order.indexOf(one) >= order.indexOf(other) ? one : other
}

/**
 * Gives an organization its plan: what is paid for, or what staff gave, whichever is more. In the transaction that has the
 * organization's lock.
 *
 * @param paid what the subscription gives; FREE without one
 */
export async function storeTier(
  transaction: Knex.Transaction,
  organizationId: string,
  paid: SubscriptionTier,
): Promise<void> {
  const grant = await liveGrant(transaction, organizationId)
  const tier = higher(paid, grant?.tier ?? 'FREE')
  await transaction('organizations')
    .where({ id: organizationId })
    .whereNot({ subscription_tier: tier })
    .update({ subscription_tier: tier })
}

/** What staff gave and nobody ended. */
export function liveGrant(knex: Knex, organizationId: string): Promise<PlanGrant | undefined> {
  return Promise.resolve(
    PlanGrant.query(knex).where({ organization_id: organizationId }).whereNull('ended_at').first(),
  )
}
