import { randomBytes } from 'node:crypto'
import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { oauthLifetimes } from '../api/limits.ts'

/** A person's consent to an app. All tokens that come of it are one family. */
export interface Grant {
  readonly id: string
  readonly clientId: string
  readonly accountId: string
  readonly scopes: readonly string[]
}

interface AccessToken {
  readonly grantId: string
  /** Milliseconds since 1970. */
  readonly expiresAt: number
}

interface RefreshToken {
  readonly grantId: string
  readonly expiresAt: number
  readonly spent: boolean
}

/** The tokens of an answer; without a refresh token where `offline.access` was not granted. */
export interface TokenPair {
  readonly accessToken: string
  readonly refreshToken: string | undefined
}

/** Remembers a consent and gives the first tokens of its family. */
export function openGrant(context: EmulatorContext, grant: Omit<Grant, 'id'>): TokenPair {
  const id = randomBytes(12).toString('hex')
  const opened = { ...grant, id }
  grantsOf(context).set(id, opened)
  return issueTokens(context, opened)
}

/** New tokens of a family. The access tokens given before live on until they expire. */
export function issueTokens(context: EmulatorContext, grant: Grant): TokenPair {
  const now = context.now().getTime()
  const accessToken = randomBytes(48).toString('base64url')
  accessTokensOf(context).set(accessToken, {
    grantId: grant.id,
    expiresAt: now + oauthLifetimes.accessToken * 1000,
  })
  if (!grant.scopes.includes('offline.access')) return { accessToken, refreshToken: undefined }
  const refreshToken = randomBytes(48).toString('base64url')
  refreshTokensOf(context).set(refreshToken, {
    grantId: grant.id,
    expiresAt: now + oauthLifetimes.refreshToken * 1000,
    spent: false,
  })
  return { accessToken, refreshToken }
}

/**
 * Spends a refresh token. One that was spent before tells of a thief or of two racing workers: its
 * whole family dies (field reports, unconfirmed by X).
 *
 * @returns the family, or `undefined` where the token is worth nothing
 */
export function spendRefreshToken(
  context: EmulatorContext,
  token: string,
  clientId: string,
): Grant | undefined {
  const tokens = refreshTokensOf(context)
  const found = tokens.get(token)
  const grant = found === undefined ? undefined : grantsOf(context).get(found.grantId)
  if (found === undefined || grant === undefined || grant.clientId !== clientId) return undefined
  if (found.spent) {
    grantsOf(context).delete(grant.id)
    return undefined
  }
  if (found.expiresAt <= context.now().getTime()) return undefined
  tokens.set(token, { ...found, spent: true })
  return grant
}

/** The consent behind a living access token. */
export function grantOfAccessToken(context: EmulatorContext, token: string): Grant | undefined {
  const found = accessTokensOf(context).get(token)
  if (found === undefined || found.expiresAt <= context.now().getTime()) return undefined
  return grantsOf(context).get(found.grantId)
}

/** Revokes: an access token alone, or with a refresh token the whole consent. */
export function revokeToken(context: EmulatorContext, token: string, clientId: string): void {
  const access = accessTokensOf(context).get(token)
  const refresh = refreshTokensOf(context).get(token)
  const grant = grantsOf(context).get(access?.grantId ?? refresh?.grantId ?? '')
  if (grant === undefined || grant.clientId !== clientId) return
  if (access === undefined) grantsOf(context).delete(grant.id)
  else accessTokensOf(context).delete(token)
}

/** The apps that an account gave its consent to. */
export function clientsOf(context: EmulatorContext, accountId: string): readonly string[] {
  const grants = [...grantsOf(context).values()].filter((grant) => grant.accountId === accountId)
  return [...new Set(grants.map(({ clientId }) => clientId))]
}

/** Ends every consent of an account to an app, as the person does in the settings. Returns whether there was one. */
export function dropGrants(context: EmulatorContext, accountId: string, clientId: string): boolean {
  const grants = [...grantsOf(context).values()].filter(
    (grant) => grant.accountId === accountId && grant.clientId === clientId,
  )
  for (const { id } of grants) grantsOf(context).delete(id)
  return grants.length > 0
}

/** Whose token it is, living or spent. */
export function accountIdOfToken(context: EmulatorContext, token: string): string | undefined {
  const found = accessTokensOf(context).get(token) ?? refreshTokensOf(context).get(token)
  return found === undefined ? undefined : grantsOf(context).get(found.grantId)?.accountId
}

function grantsOf(context: EmulatorContext): Map<string, Grant> {
  return context.store.collection<Grant>('grants')
}

function accessTokensOf(context: EmulatorContext): Map<string, AccessToken> {
  return context.store.collection<AccessToken>('access_tokens')
}

function refreshTokensOf(context: EmulatorContext): Map<string, RefreshToken> {
  return context.store.collection<RefreshToken>('refresh_tokens')
}
