import { BaseModel } from '../../db/base.model.ts'
import type { QueueSlot } from './queue-moments.ts'

/** The weekly slots of a brand. */
export class Queue extends BaseModel {
  static override readonly tableName = 'brand_queues'
  static override readonly jsonAttributes = ['slots']
  declare id: string
  declare organizationId: string
  declare brandId: string
  declare slots: QueueSlot[]
  declare version: number
}
