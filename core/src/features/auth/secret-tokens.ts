import { createHash, randomBytes } from 'node:crypto'

/** The kinds; each has its prefix, so that a leaked token can be recognized wherever it turns up. */
const prefixes = {
  refresh: 't21r',
  verifyEmail: 't21v',
  resetPassword: 't21p',
  changeEmail: 't21e',
  invitation: 't21i',
  calendar: 't21c',
  challenge: 't21f',
  staff: 't21s',
} as const

/** A secret as it is given out, and as it is stored. */
export interface SecretToken {
  readonly token: string
  readonly hash: Buffer
}

/** Makes 256 random bits. Only the hash is stored: who reads the database cannot use it. */
export function makeSecretToken(kind: keyof typeof prefixes): SecretToken {
  const token = `${prefixes[kind]}_${randomBytes(32).toString('base64url')}`
  return { token, hash: hashToken(token) }
}

/** What is stored of a token: SHA-256, which suffices for 256 random bits. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
