import { randomBytes } from 'node:crypto'
import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import type { TokenFault } from '../api/errors.ts'
import { oauthLifetimes } from '../api/limits.ts'

/** Who allowed which app what. */
export interface Consent {
  readonly clientId: string
  readonly memberId: string
  readonly scopes: readonly string[]
}

/** A consent with its tokens. */
export interface Grant extends Consent {
  readonly id: string
  /** Milliseconds since 1970. */
  readonly authorizedAt: number
  readonly revoked: boolean
}

/** A token as the store keeps it. */
export interface StoredToken {
  readonly grantId: string
  readonly createdAt: number
  readonly expiresAt: number
  readonly revoked: boolean
}

/** Remembers a consent. */
export function openGrant(context: EmulatorContext, consent: Consent): Grant {
  const id = randomBytes(12).toString('hex')
  const grant = { ...consent, id, authorizedAt: context.now().getTime(), revoked: false }
  grantsOf(context).set(id, grant)
  return grant
}

/** A new access token. Those that were given before live on until they expire. */
export function issueAccessToken(context: EmulatorContext, grant: Grant): string {
  return issue(context, 'access_tokens', grant, oauthLifetimes.accessToken)
}

/** The refresh token of a grant: one, which stays the same. */
export function issueRefreshToken(context: EmulatorContext, grant: Grant): string {
  return issue(context, 'refresh_tokens', grant, oauthLifetimes.refreshToken)
}

/** Whole seconds that a refresh token still lives. */
export function refreshTokenSeconds(context: EmulatorContext, token: string): number {
  const expiresAt = tokensOf(context, 'refresh_tokens').get(token)?.expiresAt ?? 0
  return Math.max(0, Math.floor((expiresAt - context.now().getTime()) / 1000))
}

/** The grant of a token, and what is wrong with the token. */
export interface TokenState {
  readonly grant: Grant
  readonly token: StoredToken
  readonly fault: Exclude<TokenFault, 'empty' | 'invalid'> | undefined
}

/** The state of an access or refresh token, or `undefined` where there is none. */
export function tokenState(
  context: EmulatorContext,
  kind: 'access_tokens' | 'refresh_tokens',
  value: string,
): TokenState | undefined {
  const token = tokensOf(context, kind).get(value)
  const grant = token === undefined ? undefined : grantsOf(context).get(token.grantId)
  if (token === undefined || grant === undefined) return undefined
  if (token.revoked || grant.revoked) return { grant, token, fault: 'revoked' }
  const expired = token.expiresAt <= context.now().getTime()
  return { grant, token, fault: expired ? 'expired' : undefined }
}

/** Revokes: an access token alone, or with a refresh token all of its grant. */
export function revokeToken(context: EmulatorContext, value: string, clientId: string): void {
  const access = tokenState(context, 'access_tokens', value)
  const refresh = tokenState(context, 'refresh_tokens', value)
  if (access?.grant.clientId === clientId) {
    tokensOf(context, 'access_tokens').set(value, { ...access.token, revoked: true })
  } else if (refresh?.grant.clientId === clientId) {
    grantsOf(context).set(refresh.grant.id, { ...refresh.grant, revoked: true })
  }
}

/** Consent to another set of scopes ends all tokens that the member gave to the app before (linkedin.md 1). */
export function endOtherConsents(context: EmulatorContext, consent: Consent): void {
  const wanted = setOf(consent.scopes)
  for (const grant of grantsOf(context).values()) {
    const same = grant.clientId === consent.clientId && grant.memberId === consent.memberId
    if (!same || grant.revoked || setOf(grant.scopes) === wanted) continue
    grantsOf(context).set(grant.id, { ...grant, revoked: true })
  }
}

function setOf(scopes: readonly string[]): string {
  return [...scopes].sort().join(' ')
}

function issue(
  context: EmulatorContext,
  kind: 'access_tokens' | 'refresh_tokens',
  grant: Grant,
  seconds: number,
): string {
  const token = `AQ${randomBytes(240).toString('base64url')}`
  const now = context.now().getTime()
  tokensOf(context, kind).set(token, {
    grantId: grant.id,
    createdAt: now,
    expiresAt: now + seconds * 1000,
    revoked: false,
  })
  return token
}

function grantsOf(context: EmulatorContext): Map<string, Grant> {
  return context.store.collection<Grant>('grants')
}

function tokensOf(
  context: EmulatorContext,
  kind: 'access_tokens' | 'refresh_tokens',
): Map<string, StoredToken> {
  return context.store.collection<StoredToken>(kind)
}
