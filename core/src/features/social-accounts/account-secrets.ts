import type { Grant } from '@t21/plugin-kit'
import type { Config } from '../../config.ts'
import { keyRing } from '../../crypto/key-ring.ts'
import {
  decryptToken,
  encryptToken,
  UnreadableToken,
  type SealedPlace,
} from '../../crypto/sealed-box.ts'

/** The row that a token belongs to. */
export interface TokenOwner {
  readonly id: string
  readonly organizationId: string
}

type Keys = Pick<Config, 'encryptionKeys'>
type TokenColumn = 'access_token' | 'refresh_token'

/** The tokens of a grant as they are stored in an account's row; no refresh token is no column. */
export function sealGrant(
  config: Keys,
  owner: TokenOwner,
  grant: Pick<Grant, 'accessToken' | 'refreshToken'>,
): { readonly access_token: string; readonly refresh_token?: string } {
  const ring = keyRing(config.encryptionKeys)
  const access = encryptToken(ring, grant.accessToken, place(owner, 'access_token'))
  // Nothing never overwrites a good refresh token (peers.md: "reconnect every day").
  if (grant.refreshToken === undefined || grant.refreshToken === '') return { access_token: access }
  return {
    access_token: access,
    refresh_token: encryptToken(ring, grant.refreshToken, place(owner, 'refresh_token')),
  }
}

/** @throws UnreadableToken */
export function openToken(
  config: Keys,
  owner: TokenOwner,
  column: TokenColumn,
  sealed: string,
): string {
  return decryptToken(keyRing(config.encryptionKeys), sealed, place(owner, column))
}

/**
 * Whether two sealed texts are the same access token: `keys rotate` seals a token anew while a process works with it, and
 * that is no new token. One that cannot be opened is another one.
 */
export function isSameToken(
  config: Keys,
  owner: TokenOwner,
  one: string | null,
  other: string | null,
): boolean {
  if (one === other) return true
  if (one === null || other === null) return false
  try {
    const open = (sealed: string): string => openToken(config, owner, 'access_token', sealed)
    return open(one) === open(other)
  } catch (error) {
    if (error instanceof UnreadableToken) return false
    throw error
  }
}

type StoredTokens = TokenOwner & {
  readonly accessToken: string | null
  readonly refreshToken: string | null
}

/** Whether two accounts have an access or a refresh token in common. What cannot be opened is nobody else's. */
export function sharesToken(config: Keys, one: StoredTokens, other: StoredTokens): boolean {
  const tokens = tokensOf(config, one)
  return tokensOf(config, other).some((token) => tokens.includes(token))
}

function tokensOf(config: Keys, { accessToken, refreshToken, ...owner }: StoredTokens): string[] {
  const sealed = [
    ['access_token', accessToken],
    ['refresh_token', refreshToken],
  ] as const
  return sealed.flatMap(([column, text]) => {
    try {
      return text === null ? [] : [openToken(config, owner, column, text)]
    } catch (error) {
      if (error instanceof UnreadableToken) return []
      throw error
    }
  })
}

function place(owner: TokenOwner, column: TokenColumn): SealedPlace {
  return {
    table: 'social_accounts',
    column,
    rowId: owner.id,
    organizationId: owner.organizationId,
  }
}
