import type { Knex } from 'knex'
import type { Entitlement } from './entitlement.ts'
import { storeTier } from '../grants/tier.ts'
import { Subscription } from './subscription.model.ts'

/** Whose subscription it is, in the transaction that has its turn. */
export interface Owner {
  readonly id: string
  readonly ownerId: string
}

/** What the organization had, and what it has now. */
export interface StoredChange {
  readonly before: Subscription | undefined
  readonly after: Subscription
}

/**
 * Stores the subscription that counts, and gives the organization its tier (or the one that staff gave, where that is more). A price that is none of the plans' leaves the tier
 * as it is. Nothing else of the organization changes: what is above its limits stays.
 */
export async function storeSubscription(
  transaction: Knex.Transaction,
  owner: Owner,
  provider: string,
  { subscription, tier, graceUntil }: Entitlement,
): Promise<StoredChange> {
  const before = await Subscription.query(transaction).findOne({ organization_id: owner.id })
  // What staff gave is not what is paid for.
  const given = tier ?? before?.tier ?? 'FREE'
  const fields = {
    userId: owner.ownerId,
    provider,
    providerSubscriptionId: subscription.id,
    priceId: subscription.priceId,
    plan: subscription.plan,
    tier: given,
    status: subscription.status,
    currentPeriodStart: subscription.periodStart,
    currentPeriodEnd: subscription.periodEnd,
    trialEnd: subscription.trialEnd,
    cancelAtPeriodEnd: subscription.cancelAtPeriodEnd,
    canceledAt: subscription.canceledAt,
    pastDueSince: subscription.pastDueSince,
    // A grace that is over is not looked at again.
    graceUntil: tier === 'FREE' ? null : graceUntil,
    beganAt: subscription.createdAt,
    periodAnchor: await anchorOf(
      transaction,
      before?.periodAnchor ?? null,
      subscription.periodStart,
    ),
  }
  const after =
    before === undefined
      ? await Subscription.query(transaction)
          .insert({ organizationId: owner.id, ...fields })
          .returning('*')
      : await Subscription.query(transaction)
          .findById(before.id)
          .patch(fields)
          .returning('*')
          .first()
          .throwIfNotFound()
  await storeTier(transaction, owner.id, given)
  return { before, after }
}

/** A period that begins where a month of the anchor does goes on with it: short months would move it otherwise. */
async function anchorOf(
  transaction: Knex.Transaction,
  anchor: Date | null,
  periodStart: Date,
): Promise<Date> {
  if (anchor === null) return periodStart
  const { rows } = await transaction.raw<{ rows: { fits: boolean }[] }>(
    `select quota_period_start('PRO', cast(:anchor as timestamptz), cast(:start as timestamptz))
       = cast(:start as timestamptz) as fits`,
    { anchor, start: periodStart },
  )
  return rows[0]?.fits === true ? anchor : periodStart
}
