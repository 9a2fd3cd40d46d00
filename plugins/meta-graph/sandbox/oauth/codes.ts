import { randomBytes } from 'node:crypto'
import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { invalidParameter, refusal } from '../api/errors.ts'
import { oauthLifetimes } from '../api/limits.ts'

interface StoredCode {
  readonly userId: string
  readonly redirectUri: string
  readonly expiresAt: number
  readonly used: boolean
}

/** A code for the redirect: ten minutes, single use. */
export function issueCode(context: EmulatorContext, userId: string, redirectUri: string): string {
  const code = `AQ${randomBytes(120).toString('base64url')}`
  const expiresAt = context.now().getTime() + oauthLifetimes.code * 1000
  codes(context).set(code, { userId, redirectUri, expiresAt, used: false })
  return code
}

/**
 * Spends a code; a failed attempt leaves it as it was.
 *
 * @returns the id of the person who consented
 * @throws GraphRefusal 100 with Facebook's words and subcodes
 */
export function redeemCode(context: EmulatorContext, code: string, redirectUri: string): string {
  const stored = codes(context).get(code)
  if (stored === undefined) throw invalidParameter('Invalid verification code format.')
  if (stored.used) throw codeError('This authorization code has been used.', 36009)
  if (stored.expiresAt <= context.now().getTime()) {
    throw codeError('This authorization code has expired.', 36007)
  }
  if (stored.redirectUri !== redirectUri) {
    throw codeError(
      'Error validating verification code. Please make sure your redirect_uri is identical to the one you used in the OAuth dialog request',
      36008,
    )
  }
  codes(context).set(code, { ...stored, used: true })
  return stored.userId
}

/** Who consented, by a code. */
export function userIdOfCode(context: EmulatorContext, code: string): string | undefined {
  return codes(context).get(code)?.userId
}

function codeError(message: string, subcode: number): Error {
  return refusal({ message, code: 100, subcode })
}

function codes(context: EmulatorContext): Map<string, StoredCode> {
  return context.store.collection<StoredCode>('oauth_codes')
}
