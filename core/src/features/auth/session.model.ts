import { BaseModel } from '../../db/base.model.ts'

/** A login on one device, and the family of its refresh tokens (table `sessions`). */
export class Session extends BaseModel {
  static override readonly tableName = 'sessions'
  declare id: string
  declare userId: string
  /** Of the staff who look through the person's eyes; `null` for the person's own. */
  declare staffId: string | null
  declare ipAddress: string | null
  declare userAgent: string | null
  declare lastUsedAt: Date
  declare expiresAt: Date
  declare revokedAt: Date | null
  declare revokedBecause: string | null
  declare createdAt: Date
}
