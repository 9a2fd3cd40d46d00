import { BaseModel } from '../../db/base.model.ts'

/** A text of a brand with variables in it, from which posts are made. */
export class Template extends BaseModel {
  static override readonly tableName = 'content_templates'
  declare id: string
  declare organizationId: string
  declare brandId: string
  declare name: string
  declare description: string | null
  declare template: string
  declare category: string | null
  declare version: number
  declare createdAt: Date
  declare updatedAt: Date
}
