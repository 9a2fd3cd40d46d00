import type { SubscriptionTier } from '../../authz/vocabulary.ts'
import { BaseModel } from '../../db/base.model.ts'

/** The tenant: everything that is stored belongs to exactly one (table `organizations`). */
export class Organization extends BaseModel {
  static override readonly tableName = 'organizations'
  declare id: string
  declare name: string
  declare slug: string
  declare ownerId: string
  declare personal: boolean
  declare subscriptionTier: SubscriptionTier
  declare status: 'active' | 'suspended' | 'deleted'
  /** What people were told; set only while suspended. */
  declare suspendedBecause: string | null
  /** Posts of members wait until somebody with the right approves them. */
  declare membersNeedApproval: boolean
  declare version: number
  declare createdAt: Date
  declare updatedAt: Date
}
