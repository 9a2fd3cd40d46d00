import { Secret, TOTP } from 'otpauth'

/** Length of a time step, in seconds (RFC 6238). */
export const stepSeconds = 30
/** How many steps the clock of a phone may be ahead or behind. */
const window = 1

/** A secret that was made for an authenticator. */
export interface TotpSecret {
  /** In base32, for people to type. */
  readonly secret: string
  /** For a QR code: `otpauth://totp/…`. */
  readonly uri: string
}

/** Makes 160 random bits for the authenticator of an account. */
export function makeTotpSecret(email: string): TotpSecret {
  return totpSecretOf(email, new Secret({ size: 20 }).base32)
}

/** A secret that was made before, as authenticators take it. */
export function totpSecretOf(email: string, secret: string): TotpSecret {
  const totp = new TOTP({ ...form, label: email, secret: Secret.fromBase32(secret) })
  return { secret, uri: totp.toString() }
}

/**
 * The time step that a code belongs to.
 *
 * @param seconds of the database's clock, since 1970
 * @returns `undefined` for a code of no step that counts now
 */
export function stepOfCode(secret: string, code: string, seconds: number): number | undefined {
  const totp = new TOTP({ ...form, secret: Secret.fromBase32(secret) })
  const delta = totp.validate({ token: code, timestamp: seconds * 1_000, window })
  return delta === null ? undefined : Math.floor(seconds / stepSeconds) + delta
}

/** What every authenticator understands. */
const form = { issuer: 'T21', algorithm: 'SHA1', digits: 6, period: stepSeconds } as const
