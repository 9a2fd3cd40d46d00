import { BaseModel } from '../../db/base.model.ts'

/** What a program is let in with (table `api_keys`). Of the key itself, only the hash is there. */
export class ApiKey extends BaseModel {
  static override readonly tableName = 'api_keys'
  declare id: string
  declare organizationId: string
  /** Whose rights it has. */
  declare userId: string
  declare name: string
  declare keyHash: Buffer
  declare keyPrefix: string
  declare keyLastFour: string
  declare scopes: string[]
  declare lastUsedAt: Date | null
  declare expiresAt: Date | null
  declare revokedAt: Date | null
  declare version: number
  declare createdAt: Date
}
