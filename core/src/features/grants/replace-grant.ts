import type { Knex } from 'knex'
import { notFound } from '../../errors.ts'
import type { PaidPlan } from '../billing/entitlement.ts'
import { Subscription } from '../billing/subscription.model.ts'
import { say } from '../notifications/notice-words.ts'
import { notify } from '../notifications/notifications.service.ts'
import { Organization } from '../organizations/organization.model.ts'
import { PlanGrant } from './plan-grant.model.ts'
import { storeTier } from './tier.ts'

/**
 * Locks an organization as whoever changes its plan does.
 *
 * @returns what it pays for, if it ever did
 * @throws ApiError NOT_FOUND
 */
export async function lockPlan(
  transaction: Knex.Transaction,
  organizationId: string,
): Promise<Subscription | undefined> {
  const organization = await Organization.query(transaction)
    .findById(organizationId)
    .whereNot('status', 'deleted')
    .forUpdate()
  if (organization === undefined) throw notFound('Organization')
  return Subscription.query(transaction).findOne({ organization_id: organizationId })
}

/** Gives a plan in the place of an earlier gift, and tells those who manage the organization. After {@link lockPlan}. */
export async function replaceGrant(
  transaction: Knex.Transaction,
  organizationId: string,
  paid: Subscription | undefined,
  { tier, until }: { readonly tier: PaidPlan; readonly until: Date },
): Promise<void> {
  await PlanGrant.query(transaction)
    .where({ organization_id: organizationId })
    .whereNull('ended_at')
    .patch({ endedAt: new Date() })
  const grant = await PlanGrant.query(transaction).insertAndFetch({ organizationId, tier, until })
  await storeTier(transaction, organizationId, paid?.tier ?? 'FREE')
  await notify(transaction, {
    organizationId,
    type: 'SUBSCRIPTION_UPDATED',
    words: say('planGiven', { tier, day: until.toISOString() }),
    link: '/billing',
    dedupeKey: `grant:${grant.id}`,
    managersOnly: true,
  })
}
