import type { AccountFacts, AccountLimit } from '@t21/plugin-kit'
import { BaseModel } from '../../db/base.model.ts'

/**
 * `active`: can be published to. `needs_reconnect`: the network no longer takes its token.
 * `disconnected`: taken away by a person; kept, without tokens, for the history of its deliveries.
 */
export const socialAccountStatuses = ['active', 'needs_reconnect', 'disconnected'] as const

/** See {@link socialAccountStatuses}. */
export type SocialAccountStatus = (typeof socialAccountStatuses)[number]

/** An account, page or profile of a network that a brand publishes to. */
export class SocialAccount extends BaseModel {
  static override readonly tableName = 'social_accounts'
  static override readonly jsonAttributes = ['facts', 'limits']
  declare id: string
  declare organizationId: string
  declare brandId: string
  declare platform: string
  declare platformUserId: string
  declare username: string
  declare displayName: string | null
  declare avatarUrl: string | null
  declare profileUrl: string | null
  /** Sealed; open it with `usableToken`. */
  declare accessToken: string | null
  /** Sealed. */
  declare refreshToken: string | null
  /** `null` where the network does not tell, which is not "never". */
  declare tokenExpiresAt: Date | null
  declare tokenRefreshedAt: Date | null
  /** After this the refresh token is dead as well. */
  declare refreshExpiresAt: Date | null
  declare tokenLeaseUntil: Date | null
  declare tokenFence: number
  declare scopes: string[]
  declare facts: AccountFacts
  /** As the network said when the account was last read. */
  declare limits: AccountLimit[]
  /** The network's id of the person who granted. */
  declare grantedBy: string | null
  declare status: SocialAccountStatus
  declare statusReason: string | null
  declare pausedUntil: Date | null
  declare pausedBecause: string | null
  declare lastSyncAt: Date | null
  /** When its owner last walked through the network's consent. */
  declare connectedAt: Date
  declare createdAt: Date
  declare updatedAt: Date
}
