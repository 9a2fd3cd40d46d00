import { BaseModel } from '../../db/base.model.ts'

/** One change of one thing (table `audit_logs`), written by a trigger of the thing's table. */
export class AuditLog extends BaseModel {
  static override readonly tableName = 'audit_logs'
  declare id: string
  declare organizationId: string
  declare brandId: string | null
  declare actor: 'user' | 'api_key' | 'staff' | 'T21'
  declare userId: string | null
  declare apiKeyId: string | null
  declare action: 'created' | 'updated' | 'deleted'
  declare resource: string
  declare resourceId: string
  declare changes: Record<string, { from?: unknown; to?: unknown }> | null
  declare ipAddress: string | null
  declare userAgent: string | null
  declare requestId: string | null
  declare createdAt: Date
}
