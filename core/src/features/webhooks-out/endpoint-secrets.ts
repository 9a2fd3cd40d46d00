import type { Config } from '../../config.ts'
import { keyRing } from '../../crypto/key-ring.ts'
import { decryptToken, encryptToken, type SealedPlace } from '../../crypto/sealed-box.ts'

/** The endpoint that a secret belongs to. */
export interface SecretOwner {
  readonly id: string
  readonly organizationId: string
}

type Keys = Pick<Config, 'encryptionKeys'>
type SecretColumn = 'signing_secret' | 'previous_secret'

/** Seals a secret for the column of an endpoint in which it is stored. */
export function sealSecret(
  config: Keys,
  owner: SecretOwner,
  column: SecretColumn,
  secret: string,
): string {
  return encryptToken(keyRing(config.encryptionKeys), secret, place(owner, column))
}

/** @throws UnreadableToken */
export function openSecret(
  config: Keys,
  owner: SecretOwner,
  column: SecretColumn,
  sealed: string,
): string {
  return decryptToken(keyRing(config.encryptionKeys), sealed, place(owner, column))
}

function place({ id, organizationId }: SecretOwner, column: SecretColumn): SealedPlace {
  return { table: 'webhook_endpoints', column, rowId: id, organizationId }
}
