import { randomBytes } from 'node:crypto'
import { mishapSeconds, personTraits } from '@t21/meta-graph/sandbox'
import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { findAccount } from '../accounts/account.ts'
import { oauthLifetimes } from '../api/limits.ts'

/** An account's consent to the app of Instagram Login: one for each account. */
export interface InstagramGrant {
  readonly id: string
  readonly accountId: string
  readonly scopes: readonly string[]
  /** The last consent, in milliseconds. */
  readonly at: number
}

/** A token of Instagram Login. */
export interface InstagramToken {
  readonly grantId: string
  readonly accountId: string
  readonly long: boolean
  /** Milliseconds since 1970. */
  readonly issuedAt: number
  readonly expiresAt: number
}

/** Writes down a consent. Tokens of an earlier one live on with what is granted now. */
export function openGrant(
  context: EmulatorContext,
  accountId: string,
  scopes: readonly string[],
): InstagramGrant {
  const id = grantsIn(context).get(accountId)?.id ?? randomBytes(12).toString('hex')
  const grant = { id, accountId, scopes, at: context.now().getTime() }
  grantsIn(context).set(accountId, grant)
  return grant
}

/** A new token of a grant; the ones given before live on until they expire. */
export function issueToken(context: EmulatorContext, grant: InstagramGrant, long: boolean): string {
  const issuedAt = context.now().getTime()
  const seconds = long ? oauthLifetimes.longToken : oauthLifetimes.shortToken
  const token = `IGAA${randomBytes(108).toString('base64url')}ZD`
  tokensIn(context).set(token, {
    grantId: grant.id,
    accountId: grant.accountId,
    long,
    issuedAt,
    expiresAt: issuedAt + seconds * 1000,
  })
  return token
}

/** A token, dead or alive. */
export function findToken(context: EmulatorContext, token: string): InstagramToken | undefined {
  return tokensIn(context).get(token)
}

/** The consent behind a token, or the subcode of error 190 that says why it is dead. */
export function grantOf(context: EmulatorContext, token: InstagramToken): InstagramGrant | number {
  const grant = grantsIn(context).get(token.accountId)
  if (grant === undefined || grant.id !== token.grantId) return 458
  const now = context.now().getTime()
  if (token.expiresAt <= now) return 463
  const { mishap } = personTraits(findAccount(context, token.accountId)?.username ?? '')
  // Instagram Login has no page whose role could be lost.
  const happened = mishap !== 492 && now >= grant.at + mishapSeconds * 1000
  return mishap !== undefined && happened ? mishap : grant
}

/** The account removes the app in its settings. @returns whether it had consented */
export function removeGrant(context: EmulatorContext, accountId: string): boolean {
  return grantsIn(context).delete(accountId)
}

function grantsIn(context: EmulatorContext): Map<string, InstagramGrant> {
  return context.store.collection<InstagramGrant>('instagram_grants')
}

function tokensIn(context: EmulatorContext): Map<string, InstagramToken> {
  return context.store.collection<InstagramToken>('instagram_tokens')
}
