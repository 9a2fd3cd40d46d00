import { createHash, randomBytes } from 'node:crypto'
import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { oauthError } from '../api/errors.ts'
import { oauthLifetimes } from '../api/limits.ts'

/** A consent that waits for its app to fetch the tokens. */
export interface PendingCode {
  readonly clientId: string
  readonly redirectUri: string
  readonly accountId: string
  readonly scopes: readonly string[]
  readonly challenge: string
  readonly method: 's256' | 'plain'
}

interface StoredCode extends PendingCode {
  readonly expiresAt: number
}

/** A code for the redirect: 30 seconds, single use. */
export function issueCode(context: EmulatorContext, pending: PendingCode): string {
  const code = randomBytes(48).toString('base64url')
  const expiresAt = context.now().getTime() + oauthLifetimes.code * 1000
  codesOf(context).set(code, { ...pending, expiresAt })
  return code
}

/**
 * Takes a code back. It is gone afterwards, whatever comes of the attempt.
 *
 * @throws Refusal 400 with the words of twitter.md 1.1
 */
export function redeemCode(
  context: EmulatorContext,
  attempt: {
    readonly code: string
    readonly clientId: string
    readonly redirectUri: string
    readonly verifier: string
  },
): PendingCode {
  const stored = codesOf(context).get(attempt.code)
  codesOf(context).delete(attempt.code)
  const valid =
    stored !== undefined &&
    stored.expiresAt > context.now().getTime() &&
    stored.clientId === attempt.clientId &&
    stored.redirectUri === attempt.redirectUri
  if (!valid) {
    throw invalidCode('Value passed for the authorization code was invalid.')
  }
  if (challengeOf(attempt.verifier, stored.method) !== stored.challenge) {
    throw invalidCode('Value passed for the code verifier did not match the code challenge.')
  }
  return stored
}

/** Who consented, by a code that was not redeemed yet. */
export function accountIdOfCode(context: EmulatorContext, code: string): string | undefined {
  return codesOf(context).get(code)?.accountId
}

function challengeOf(verifier: string, method: 's256' | 'plain'): string {
  if (method === 'plain') return verifier
  return createHash('sha256').update(verifier).digest('base64url')
}

function invalidCode(description: string): Error {
  return oauthError(400, 'invalid_request', description)
}

function codesOf(context: EmulatorContext): Map<string, StoredCode> {
  return context.store.collection<StoredCode>('oauth_codes')
}
