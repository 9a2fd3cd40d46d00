import { createHash, randomBytes } from 'node:crypto'
import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
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

interface StoredCode extends PendingCode {
  readonly expiresAt: number
}

/** A code for the redirect: ten minutes, single use. */
export function issueCode(context: EmulatorContext, pending: PendingCode): string {
  const code = randomBytes(32).toString('base64url')
  const expiresAt = context.now().getTime() + everywhere.codeSeconds * 1000
  codesOf(context).set(code, { ...pending, expiresAt })
  return code
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
  const stored = codesOf(context).get(attempt.code)
  codesOf(context).delete(attempt.code)
  if (stored === undefined || stored.expiresAt <= context.now().getTime()) return undefined
  if (stored.clientId !== attempt.clientId || stored.redirectUri !== attempt.redirectUri) {
    return undefined
  }
  return stored.challenge === challengeOf(attempt.verifier) ? stored : undefined
}

function challengeOf(verifier: string | undefined): string | null {
  if (verifier === undefined) return null
  return createHash('sha256').update(verifier).digest('base64url')
}

function codesOf(context: EmulatorContext): Map<string, StoredCode> {
  return context.store.collection<StoredCode>('oauth_codes')
}
