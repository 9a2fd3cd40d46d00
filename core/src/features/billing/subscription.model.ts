import type { SubscriptionStatus } from '@t21/plugin-kit'
import type { SubscriptionTier } from '../../authz/vocabulary.ts'
import { BaseModel } from '../../db/base.model.ts'

/** The subscription of an organization that counts, as the provider had it when it was read last (table `subscriptions`). */
export class Subscription extends BaseModel {
  static override readonly tableName = 'subscriptions'
  declare id: string
  declare organizationId: string
  declare userId: string | null
  declare provider: string
  declare providerSubscriptionId: string
  declare priceId: string
  /** `null` where the price is none of the plans'. */
  declare plan: string | null
  /** What the organization has through it at present. */
  declare tier: SubscriptionTier
  declare status: SubscriptionStatus
  declare currentPeriodStart: Date | null
  declare currentPeriodEnd: Date
  declare periodAnchor: Date | null
  declare trialEnd: Date | null
  declare cancelAtPeriodEnd: boolean
  declare canceledAt: Date | null
  declare pastDueSince: Date | null
  declare graceUntil: Date | null
  declare beganAt: Date | null
  declare createdAt: Date
  declare updatedAt: Date
}
