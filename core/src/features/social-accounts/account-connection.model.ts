import { BaseModel } from '../../db/base.model.ts'
import type { ConnectionErrorCode } from './connection-error-codes.ts'

/**
 * `pending`: the browser is at the network. `exchanging`: it came back, and the code is being exchanged.
 * `choose`: several accounts, of which a person has to choose.
 */
export type ConnectionStatus = 'pending' | 'exchanging' | 'choose' | 'connected' | 'failed'

/** Why a connection failed, for a person. */
export interface ConnectionError {
  readonly code: ConnectionErrorCode
  readonly message: string
  readonly remedy: string
}

/** An account that can be chosen. */
export interface Candidate {
  readonly platformUserId: string
  readonly username: string
  readonly displayName: string | null
  readonly avatarUrl: string | null
  readonly profileUrl: string | null
}

/** One walk of a person through a network's consent page. */
export class AccountConnection extends BaseModel {
  static override readonly tableName = 'account_connections'
  static override readonly jsonAttributes = ['error', 'candidates']
  declare id: string
  declare organizationId: string
  declare brandId: string
  declare userId: string
  declare platform: string
  /** Set for a reconnection: only this identity is accepted. */
  declare socialAccountId: string | null
  declare stateHash: Buffer
  /** Sealed. */
  declare codeVerifier: string
  declare returnUrl: string | null
  declare status: ConnectionStatus
  declare error: ConnectionError | null
  /** Sealed; only while a choice is waited for. */
  declare grantSecret: string | null
  declare candidates: Candidate[]
  declare socialAccountIds: string[]
  declare expiresAt: Date
  declare createdAt: Date
}
