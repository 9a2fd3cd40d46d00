import { randomBytes } from 'node:crypto'
import { s256Challenge, singleUseCodes, type EmulatorContext } from '@t21/plugin-kit/sandbox'
import { oauthError } from '../api/errors.ts'
import { oauthLifetimes } from '../api/limits.ts'
import type { Consent } from './grants.ts'

/** A consent that waits for its app to fetch the tokens. */
export interface PendingCode extends Consent {
  readonly redirectUri: string
  readonly challenge: string | null
}

const codes = singleUseCodes<PendingCode>('oauth_codes', oauthLifetimes.code)

/** A code for the redirect: 30 minutes, single use. */
export function issueCode(context: EmulatorContext, pending: PendingCode): string {
  return codes.issue(context, `AQ${randomBytes(90).toString('base64url')}`, pending)
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
  const taken = codes.take(context, attempt.code)
  if (taken === undefined) {
    const message = 'Unable to retrieve access token: authorization code not found'
    throw oauthError(401, 'invalid_request', message)
  }
  const { clientId, memberId, scopes, redirectUri, challenge } = taken.pending
  const valid =
    !taken.expired &&
    clientId === attempt.clientId &&
    redirectUri === attempt.redirectUri &&
    (challenge === null ||
      (attempt.verifier !== undefined && challenge === s256Challenge(attempt.verifier)))
  if (!valid) {
    const message =
      'Unable to retrieve access token: appid/redirect uri/code verifier does not match authorization code. Or authorization code expired. Or external member binding exists'
    throw oauthError(400, 'invalid_redirect_uri', message)
  }
  return { clientId, memberId, scopes }
}

/** Who consented, by a code that was not redeemed yet. */
export function memberIdOfCode(context: EmulatorContext, code: string): string | undefined {
  return codes.peek(context, code)?.memberId
}
