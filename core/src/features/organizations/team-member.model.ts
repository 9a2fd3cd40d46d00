import type { Role } from '../../authz/vocabulary.ts'
import { BaseModel } from '../../db/base.model.ts'

/** A person's place in an organization (table `team_members`). */
export class TeamMember extends BaseModel {
  static override readonly tableName = 'team_members'
  declare id: string
  declare organizationId: string
  declare userId: string
  declare role: Role
  declare invitedBy: string | null
  declare invitedAt: Date
  declare joinedAt: Date | null
  declare brandIds: string[] | null
  declare version: number
}
