import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { KeyRing } from './key-ring.ts'
import type { SealedColumn } from './sealed-columns.ts'

/** The one place where a sealed text is valid: it is part of what is authenticated. */
export type SealedPlace = SealedColumn & {
  readonly rowId: string
  /** Whose it is: the organization, or the user where it is a person's own. */
  readonly organizationId: string
}

/** A sealed text that cannot be opened; never says what exactly is wrong with it. */
export class UnreadableToken extends Error {
  override readonly name = 'UnreadableToken'
  /** `unknown_key`: the key is not in `ENCRYPTION_KEYS`. `refused`: damaged, or of another place. */
  readonly reason: 'unknown_key' | 'refused'

  constructor(reason: 'unknown_key' | 'refused') {
    super(
      reason === 'unknown_key'
        ? 'The stored token was sealed with a key that is not in ENCRYPTION_KEYS.'
        : 'The stored token is damaged, or was copied from another place.',
    )
    this.reason = reason
  }
}

const version = 'v1'
const nonceBytes = 12
const tagBytes = 16

/**
 * Seals a secret for one place: AES-256-GCM, a random nonce, `v1.<key id>.<nonce>.<ciphertext and tag>`
 * in base64url (reliability.md 5). A copy in another row, column or organization cannot be opened.
 */
export function encryptToken(ring: KeyRing, plaintext: string, place: SealedPlace): string {
  const { id, key } = ring.writing
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(placeBytes(place, id))
  const sealed = Buffer.concat([
    cipher.update(plaintext, 'utf8'),
    cipher.final(),
    cipher.getAuthTag(),
  ])
  return [version, id, nonce.toString('base64url'), sealed.toString('base64url')].join('.')
}

/** What every text begins with that was sealed with this key. */
export function sealedPrefix(keyId: string): string {
  return `${version}.${keyId}.`
}

/** Opens what {@link encryptToken} sealed for this place. @throws UnreadableToken */
export function decryptToken(ring: KeyRing, sealed: string, place: SealedPlace): string {
  const [format, id, ...rest] = sealed.split('.')
  const [nonce, body] = rest.map(canonicalBytes)
  if (format !== version || id === undefined || rest.length !== 2) {
    throw new UnreadableToken('refused')
  }
  const entry = ring.byId.get(id)
  if (entry === undefined) throw new UnreadableToken('unknown_key')
  if (nonce?.length !== nonceBytes || body === undefined || body.length < tagBytes) {
    throw new UnreadableToken('refused')
  }
  try {
    const decipher = createDecipheriv('aes-256-gcm', entry.key, nonce, { authTagLength: tagBytes })
    decipher.setAAD(placeBytes(place, id))
    decipher.setAuthTag(body.subarray(-tagBytes))
    return Buffer.concat([
      decipher.update(body.subarray(0, -tagBytes)),
      decipher.final(),
    ]).toString()
  } catch {
    // Whatever OpenSSL says about it is nobody's business: one error for all.
    throw new UnreadableToken('refused')
  }
}

/** Node reads base64url leniently; two spellings of one ciphertext are one too many. */
function canonicalBytes(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64url')
  return bytes.toString('base64url') === text ? bytes : undefined
}

function placeBytes(place: SealedPlace, keyId: string): Buffer {
  const { table, column, rowId, organizationId } = place
  return Buffer.from(['t21', table, column, rowId, organizationId, keyId].join('|'))
}
