import { BaseModel } from '../../db/base.model.ts'
import type { StaffRole } from './staff-roles.ts'

/** Somebody who answers customers (table `staff_members`). Staff are not users and belong to no organization. */
export class StaffMember extends BaseModel {
  static override readonly tableName = 'staff_members'
  declare id: string
  declare email: string
  declare name: string
  declare role: StaffRole
  declare passwordHash: string
  declare passwordAlgorithm: string
  /** It came from whoever let them in, and is replaced at the first login. */
  declare passwordIsInitial: boolean
  declare lastLoginAt: Date | null
  /** They cannot log in any more; what they did stays in the audit log. */
  declare removedAt: Date | null
  declare createdAt: Date
}
