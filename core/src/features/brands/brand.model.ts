import { BaseModel } from '../../db/base.model.ts'

/** A name under which an organization publishes. */
export class Brand extends BaseModel {
  static override readonly tableName = 'brands'
  declare id: string
  declare organizationId: string
  declare createdBy: string | null
  declare name: string
  declare description: string | null
  declare industry: string | null
  declare targetAudience: string | null
  declare toneOfVoice: string | null
  declare logoUrl: string | null
  declare timezone: string
  declare version: number
  declare createdAt: Date
  declare updatedAt: Date
}
