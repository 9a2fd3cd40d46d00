import { createHash, randomBytes } from 'node:crypto'
import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { oauthError } from '../api/errors.ts'
import { oauthLifetimes } from '../api/limits.ts'
import type { Consent } from './grants.ts'

/** A consent that waits for its app to fetch the tokens. */
export interface PendingCode extends Consent {
  readonly redirectUri: string
  readonly challenge: string | null
}

interface StoredCode extends PendingCode {
  readonly expiresAt: number
}

/** A code for the redirect: 30 minutes, single use. */
export function issueCode(context: EmulatorContext, pending: PendingCode): string {
  const code = `AQ${randomBytes(90).toString('base64url')}`
  const expiresAt = context.now().getTime() + oauthLifetimes.code * 1000
  codesOf(context).set(code, { ...pending, expiresAt })
  return code
}

/**
 * Takes a code back. It is gone afterwards, whatever comes of the attempt.
 *
 * @throws Refusal with the words of linkedin.md 1
 */
export function redeemCode(
  context: EmulatorContext,
  attempt: {
    readonly code: string
    readonly clientId: string
    readonly redirectUri: string
    readonly verifier: string | undefined
  },
): Consent {
  const stored = codesOf(context).get(attempt.code)
  codesOf(context).delete(attempt.code)
  if (stored === undefined) {
    const message = 'Unable to retrieve access token: authorization code not found'
    throw oauthError(401, 'invalid_request', message)
  }
  const valid =
    stored.expiresAt > context.now().getTime() &&
    stored.clientId === attempt.clientId &&
    stored.redirectUri === attempt.redirectUri &&
    (stored.challenge === null || stored.challenge === challengeOf(attempt.verifier))
  if (!valid) {
    const message =
      'Unable to retrieve access token: appid/redirect uri/code verifier does not match authorization code. Or authorization code expired. Or external member binding exists'
    throw oauthError(400, 'invalid_redirect_uri', message)
  }
  const { clientId, memberId, scopes } = stored
  return { clientId, memberId, scopes }
}

/** Who consented, by a code that was not redeemed yet. */
export function memberIdOfCode(context: EmulatorContext, code: string): string | undefined {
  return codesOf(context).get(code)?.memberId
}

function challengeOf(verifier: string | undefined): string | undefined {
  if (verifier === undefined) return undefined
  return createHash('sha256').update(verifier).digest('base64url')
}

function codesOf(context: EmulatorContext): Map<string, StoredCode> {
  return context.store.collection<StoredCode>('oauth_codes')
}
