import type { Role } from '../../authz/vocabulary.ts'
import { BaseModel } from '../../db/base.model.ts'

/** How long an invitation can be accepted. */
export const invitationDays = 7

/** Somebody is asked to join an organization (table `invitations`). */
export class Invitation extends BaseModel {
  static override readonly tableName = 'invitations'
  declare id: string
  declare organizationId: string
  declare email: string
  declare role: Role
  declare brandIds: string[] | null
  declare tokenHash: Buffer
  declare invitedBy: string | null
  declare expiresAt: Date
  declare acceptedAt: Date | null
  declare withdrawnAt: Date | null
  declare createdAt: Date
}
