import { randomBytes } from 'node:crypto'
import { s256Challenge, singleUseCodes, type EmulatorContext } from '@t21/plugin-kit/sandbox'
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

const codes = singleUseCodes<PendingCode>('oauth_codes', oauthLifetimes.code)

/** A code for the redirect: 30 seconds, single use. */
export function issueCode(context: EmulatorContext, pending: PendingCode): string {
  return codes.issue(context, randomBytes(48).toString('base64url'), pending)
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
  const taken = codes.take(context, attempt.code)
  const valid =
    taken?.expired === false &&
    taken.pending.clientId === attempt.clientId &&
    taken.pending.redirectUri === attempt.redirectUri
  if (!valid) {
    throw invalidCode('Value passed for the authorization code was invalid.')
  }
  const { pending } = taken
  if (challengeOf(attempt.verifier, pending.method) !== pending.challenge) {
    throw invalidCode('Value passed for the code verifier did not match the code challenge.')
  }
  return pending
}

/** Who consented, by a code that was not redeemed yet. */
export function accountIdOfCode(context: EmulatorContext, code: string): string | undefined {
  return codes.peek(context, code)?.accountId
}

function challengeOf(verifier: string, method: 's256' | 'plain'): string {
  return method === 'plain' ? verifier : s256Challenge(verifier)
}

function invalidCode(description: string): Error {
  return oauthError(400, 'invalid_request', description)
}
