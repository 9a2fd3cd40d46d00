import { randomBytes } from 'node:crypto'
import { singleUseCodes, type EmulatorContext } from '@t21/plugin-kit/sandbox'
import { oauthLifetimes } from '../api/limits.ts'

/** A consent that waits for its app to fetch the token. */
export interface PendingCode {
  readonly redirectUri: string
  readonly accountId: string
  readonly scopes: readonly string[]
}

const codes = singleUseCodes<PendingCode>('instagram_codes', oauthLifetimes.code)

/** A code for the redirect: an hour, single use. */
export function issueCode(context: EmulatorContext, pending: PendingCode): string {
  return codes.issue(context, `AQ${randomBytes(120).toString('base64url')}`, pending)
}

/** Takes a code back. It is gone afterwards, whatever comes of the attempt. */
export function redeemCode(
  context: EmulatorContext,
  code: string,
  redirectUri: string,
): PendingCode | 'unknown' | 'other redirect' {
  const taken = codes.take(context, code)
  if (taken === undefined || taken.expired) return 'unknown'
  return taken.pending.redirectUri === redirectUri ? taken.pending : 'other redirect'
}

/** Who consented, by a code that was not redeemed yet. */
export function accountIdOfCode(context: EmulatorContext, code: string): string | undefined {
  return codes.peek(context, code)?.accountId
}
