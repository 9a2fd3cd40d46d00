import { BaseModel } from '../../db/base.model.ts'
import type { EventType } from './event-types.ts'

/** An address of a customer's program that is told what happens. */
export class WebhookEndpoint extends BaseModel {
  static override readonly tableName = 'webhook_endpoints'
  declare id: string
  declare organizationId: string
  declare brandId: string | null
  declare createdBy: string | null
  declare url: string
  declare description: string | null
  /** `null` for all. */
  declare eventTypes: EventType[] | null
  declare enabled: boolean
  /** Why T21 switched it off: its server said that it is gone, or did nothing but fail. */
  declare disabledBecause: 'gone' | 'failing' | null
  /** Sealed. */
  declare signingSecret: string
  declare previousSecret: string | null
  declare previousSecretUntil: Date | null
  declare rotatedAt: Date | null
  declare failingSince: Date | null
  declare pausedUntil: Date | null
  declare version: number
  declare createdAt: Date
  declare updatedAt: Date
}
