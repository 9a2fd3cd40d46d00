import { randomBytes } from 'node:crypto'
import { s256Challenge, singleUseCodes, type EmulatorContext } from '@t21/plugin-kit/sandbox'
import { everywhere } from '../instances.ts'

/** A consent that waits for its application to fetch the token. */
export interface PendingCode {
  readonly clientId: string
  readonly redirectUri: string
  readonly accountId: string
  readonly scopes: readonly string[]
  /** `null` where the application sent no PKCE challenge. */
  readonly challenge: string | null
}

const codes = singleUseCodes<PendingCode>('oauth_codes', everywhere.codeSeconds)

/** A code for the redirect: ten minutes, single use. */
export function issueCode(context: EmulatorContext, pending: PendingCode): string {
  return codes.issue(context, randomBytes(32).toString('base64url'), pending)
}

/** Takes a code back: it is gone afterwards, whatever comes of the attempt. @returns `undefined` where it is worth nothing */
export function redeemCode(
  context: EmulatorContext,
  attempt: {
    readonly code: string
    readonly clientId: string
    readonly redirectUri: string
    readonly verifier: string | undefined
  },
): PendingCode | undefined {
  const taken = codes.take(context, attempt.code)
  if (taken === undefined || taken.expired) return undefined
  const { pending } = taken
  if (pending.clientId !== attempt.clientId || pending.redirectUri !== attempt.redirectUri) {
    return undefined
  }
  const proof = attempt.verifier === undefined ? null : s256Challenge(attempt.verifier)
  return pending.challenge === proof ? pending : undefined
}
