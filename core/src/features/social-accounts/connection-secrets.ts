import { createHash, randomBytes } from 'node:crypto'
import type { Grant, RemoteAccount } from '@t21/plugin-kit'
import type { Config } from '../../config.ts'
import { keyRing } from '../../crypto/key-ring.ts'
import { decryptToken, encryptToken, type SealedPlace } from '../../crypto/sealed-box.ts'
import type { AccountConnection } from './account-connection.model.ts'

type Keys = Pick<Config, 'encryptionKeys'>
type Owner = Pick<AccountConnection, 'id' | 'organizationId'>

/** The two secrets of a walk: `state` comes back through the browser, the verifier never leaves. */
export interface ConnectionSecrets {
  readonly state: string
  readonly codeVerifier: string
  /** S256 of the verifier (RFC 7636). */
  readonly codeChallenge: string
}

/** What a grant reaches, kept until a person has chosen. */
export interface HeldGrant {
  readonly grant: Grant
  readonly accounts: readonly RemoteAccount[]
}

/** 256 random bits each. */
export function makeConnectionSecrets(): ConnectionSecrets {
  const codeVerifier = randomBytes(32).toString('base64url')
  return {
    state: randomBytes(32).toString('base64url'),
    codeVerifier,
    codeChallenge: createHash('sha256').update(codeVerifier).digest('base64url'),
  }
}

/** What is stored of a state: who reads the database cannot finish somebody's walk. */
export function hashState(state: string): Buffer {
  return createHash('sha256').update(state).digest()
}

/** Seals the verifier for its connection. */
export function sealVerifier(config: Keys, owner: Owner, codeVerifier: string): string {
  return encryptToken(keyRing(config.encryptionKeys), codeVerifier, place(owner, 'code_verifier'))
}

/** @throws UnreadableToken */
export function openVerifier(config: Keys, connection: AccountConnection): string {
  const sealed = connection.codeVerifier
  return decryptToken(keyRing(config.encryptionKeys), sealed, place(connection, 'code_verifier'))
}

/** Seals a grant for the connection that waits for a choice. */
export function sealHeldGrant(config: Keys, owner: Owner, held: HeldGrant): string {
  const ring = keyRing(config.encryptionKeys)
  return encryptToken(ring, JSON.stringify(held), place(owner, 'grant_secret'))
}

/** @throws UnreadableToken */
export function openHeldGrant(config: Keys, owner: Owner, sealed: string): HeldGrant {
  const ring = keyRing(config.encryptionKeys)
  return JSON.parse(decryptToken(ring, sealed, place(owner, 'grant_secret'))) as HeldGrant
}

function place(owner: Owner, column: 'code_verifier' | 'grant_secret'): SealedPlace {
  return {
    table: 'account_connections',
    column,
    rowId: owner.id,
    organizationId: owner.organizationId,
  }
}
