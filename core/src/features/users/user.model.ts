import { BaseModel } from '../../db/base.model.ts'

/** A person (table `users`). Only `database.system` reaches the table. */
export class User extends BaseModel {
  static override readonly tableName = 'users'
  declare id: string
  declare email: string
  declare emailVerifiedAt: Date | null
  declare name: string | null
  declare avatarUrl: string | null
  /** The language of mails, as BCP 47 writes it. */
  declare locale: string | null
  /** An IANA zone. */
  declare timezone: string | null
  declare passwordHash: string | null
  declare passwordAlgorithm: string | null
  declare authProvider: string
  declare authProviderId: string | null
  declare status: 'active' | 'suspended' | 'deleted'
  /** What staff wrote down; set only while suspended. */
  declare suspendedBecause: string | null
  declare lastLoginAt: Date | null
  declare createdAt: Date
  declare updatedAt: Date
}
