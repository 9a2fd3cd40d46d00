import { createHash } from 'node:crypto'
import { singleUseCodes, type EmulatorContext } from '@t21/plugin-kit/sandbox'
import { Refusal } from '../api/errors.ts'
import { secretPart } from '../api/ids.ts'
import { oauthLifetimes } from '../api/limits.ts'

/** A consent that waits for its app to fetch the tokens. */
export interface PendingCode {
  readonly clientKey: string
  readonly redirectUri: string
  readonly handle: string
  readonly scopes: readonly string[]
  readonly challenge: string | null
}

const codes = singleUseCodes<PendingCode>('oauth_codes', oauthLifetimes.code)

/** A code for the redirect, single use, with the characters that clients forget to decode. */
export function issueCode(context: EmulatorContext, pending: PendingCode): string {
  return codes.issue(context, `${secretPart(48)}*2!4567.va`, pending)
}

/**
 * Takes a code back. It is gone afterwards, whatever comes of the attempt.
 *
 * @throws Refusal invalid_grant with HTTP 200, as TikTok sometimes does, or 400 invalid_request
 */
export function redeemCode(
  context: EmulatorContext,
  attempt: {
    readonly code: string
    readonly clientKey: string
    readonly redirectUri: string
    readonly verifier: string | null
  },
): PendingCode {
  const taken = codes.take(context, attempt.code)
  const known = taken?.expired === false && taken.pending.clientKey === attempt.clientKey
  if (!known) throw new Refusal(200, 'invalid_grant', 'Authorization code is expired.')
  const { pending } = taken
  if (pending.redirectUri !== attempt.redirectUri) {
    const message = 'Redirect_uri is not matched with the uri when requesting code.'
    throw new Refusal(400, 'invalid_request', message)
  }
  if (!proves(attempt.verifier, pending.challenge)) {
    const message = 'Code verifier or code challenge is invalid.'
    throw new Refusal(400, 'invalid_request', message)
  }
  return pending
}

/** Who consented, by a code that was not redeemed yet. */
export function pendingOfCode(context: EmulatorContext, code: string): PendingCode | undefined {
  return codes.peek(context, code)
}

/** TikTok's challenge is the hash in lower-case hexadecimal (tiktok.md 1). */
function proves(verifier: string | null, challenge: string | null): boolean {
  if (challenge === null) return true
  if (verifier === null || !/^[A-Za-z0-9._~-]{43,128}$/.test(verifier)) return false
  return createHash('sha256').update(verifier).digest('hex') === challenge
}
