import { randomBytes } from 'node:crypto'
import type { EmulatorContext } from '@t21/plugin-kit/sandbox'

/** A token. It does not expire; it can be revoked. */
export interface Token {
  readonly clientId: string
  /** `null` for an application's own. */
  readonly accountId: string | null
  readonly scopes: readonly string[]
  readonly revoked: boolean
}

/** The token of an application for an account and scopes; the same again while it lives (`reuse_access_token`). */
export function issueToken(context: EmulatorContext, grant: Omit<Token, 'revoked'>): string {
  const tokens = tokensOf(context)
  for (const [token, known] of tokens) {
    const same =
      !known.revoked &&
      known.clientId === grant.clientId &&
      known.accountId === grant.accountId &&
      known.scopes.join(' ') === grant.scopes.join(' ')
    if (same) return token
  }
  const token = randomBytes(32).toString('base64url')
  tokens.set(token, { ...grant, revoked: false })
  return token
}

export function findToken(context: EmulatorContext, token: string): Token | undefined {
  return tokensOf(context).get(token)
}

/** @returns false where the token is another application's */
export function revokeToken(context: EmulatorContext, token: string, clientId: string): boolean {
  const known = tokensOf(context).get(token)
  if (known === undefined) return true
  if (known.clientId !== clientId) return false
  tokensOf(context).set(token, { ...known, revoked: true })
  return true
}

function tokensOf(context: EmulatorContext): Map<string, Token> {
  return context.store.collection<Token>('tokens')
}
