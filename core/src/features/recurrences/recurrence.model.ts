import { BaseModel } from '../../db/base.model.ts'
import type { RecurringPost } from './recurrences.schemas.ts'

/** `ended`: everything that its rule plans is made. */
export type RecurrenceStatus = 'active' | 'paused' | 'ended'

/** A post that is made again and again by a rule. */
export class Recurrence extends BaseModel {
  static override readonly tableName = 'recurrences'
  static override readonly jsonAttributes = ['post']
  declare id: string
  declare organizationId: string
  declare brandId: string
  /** With whose rights its posts are made: of whoever changed it last. */
  declare userId: string | null
  declare post: RecurringPost
  declare moreTexts: string[]
  declare rule: string
  declare startsAt: string
  declare timezone: string
  declare status: RecurrenceStatus
  /** What lies before it is not made. */
  declare plannedFrom: Date
  declare nextAt: Date | null
  declare version: number
  declare createdAt: Date
  declare updatedAt: Date
}
