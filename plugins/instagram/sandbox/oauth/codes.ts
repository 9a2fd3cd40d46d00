import { randomBytes } from 'node:crypto'
import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { oauthLifetimes } from '../api/limits.ts'

/** A consent that waits for its app to fetch the token. */
export interface PendingCode {
  readonly redirectUri: string
  readonly accountId: string
  readonly scopes: readonly string[]
}

interface StoredCode extends PendingCode {
  readonly expiresAt: number
}

/** A code for the redirect: an hour, single use. */
export function issueCode(context: EmulatorContext, pending: PendingCode): string {
  const code = `AQ${randomBytes(120).toString('base64url')}`
  const expiresAt = context.now().getTime() + oauthLifetimes.code * 1000
  codesIn(context).set(code, { ...pending, expiresAt })
  return code
}

/** Takes a code back. It is gone afterwards, whatever comes of the attempt. */
export function redeemCode(
  context: EmulatorContext,
  code: string,
  redirectUri: string,
): PendingCode | 'unknown' | 'other redirect' {
  const stored = codesIn(context).get(code)
  codesIn(context).delete(code)
  if (stored === undefined || stored.expiresAt <= context.now().getTime()) return 'unknown'
  return stored.redirectUri === redirectUri ? stored : 'other redirect'
}

/** Who consented, by a code that was not redeemed yet. */
export function accountIdOfCode(context: EmulatorContext, code: string): string | undefined {
  return codesIn(context).get(code)?.accountId
}

function codesIn(context: EmulatorContext): Map<string, StoredCode> {
  return context.store.collection<StoredCode>('instagram_codes')
}
