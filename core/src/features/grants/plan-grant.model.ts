import { BaseModel } from '../../db/base.model.ts'
import type { PaidPlan } from '../billing/entitlement.ts'

/** A plan that staff gave until a date (table `plan_grants`). */
export class PlanGrant extends BaseModel {
  static override readonly tableName = 'plan_grants'
  declare id: string
  declare organizationId: string
  declare tier: PaidPlan
  declare until: Date
  declare endedAt: Date | null
  declare createdAt: Date
}
