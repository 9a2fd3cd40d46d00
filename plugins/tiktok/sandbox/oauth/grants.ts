import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { secretPart } from '../api/ids.ts'
import { oauthLifetimes } from '../api/limits.ts'

/** A person's consent to an app. */
export interface Grant {
  readonly id: string
  readonly clientKey: string
  readonly handle: string
  readonly scopes: readonly string[]
  /** Until when it can be refreshed, in milliseconds since 1970. */
  readonly expiresAt: number
  /** The only refresh token that is worth something. */
  readonly refreshToken: string
}

interface AccessToken {
  readonly grantId: string
  /** Milliseconds since 1970. */
  readonly expiresAt: number
}

/** What a token endpoint gives. */
export interface IssuedTokens {
  readonly grant: Grant
  readonly accessToken: string
}

/** Remembers a consent and gives its first tokens. */
export function openGrant(
  context: EmulatorContext,
  { clientKey, handle, scopes }: Pick<Grant, 'clientKey' | 'handle' | 'scopes'>,
): IssuedTokens {
  const expiresAt = context.now().getTime() + oauthLifetimes.refreshToken * 1000
  return issue(context, { id: secretPart(16), clientKey, handle, scopes, expiresAt })
}

/**
 * Spends a refresh token for new tokens. The access tokens given before live on until they expire.
 *
 * @returns `undefined` where the token is worth nothing: unknown, of another app, expired, or rotated away
 */
export function rotate(
  context: EmulatorContext,
  refreshToken: string,
  clientKey: string,
): IssuedTokens | undefined {
  const grant = grantOfRefreshToken(context, refreshToken)
  const good =
    grant !== undefined &&
    grant.refreshToken === refreshToken &&
    grant.clientKey === clientKey &&
    grant.expiresAt > context.now().getTime()
  return good ? issue(context, grant) : undefined
}

/** The consent behind a living access token. */
export function grantOfAccessToken(context: EmulatorContext, token: string): Grant | undefined {
  const found = accessTokensOf(context).get(token)
  if (found === undefined || found.expiresAt <= context.now().getTime()) return undefined
  return grantsOf(context).get(found.grantId)
}

/** The consent to which a token belongs or belonged, living or spent. */
export function grantOfAnyToken(context: EmulatorContext, token: string): Grant | undefined {
  const access = accessTokensOf(context).get(token)
  if (access !== undefined) return grantsOf(context).get(access.grantId)
  return grantOfRefreshToken(context, token)
}

/** Ends all that a person ever allowed an app. @returns false where there was nothing */
export function closeGrants(context: EmulatorContext, clientKey: string, handle: string): boolean {
  const ended = [...grantsOf(context).values()].filter(
    (grant) => grant.clientKey === clientKey && grant.handle === handle,
  )
  for (const { id } of ended) grantsOf(context).delete(id)
  return ended.length > 0
}

/** The apps that a person allows something. */
export function clientsOf(context: EmulatorContext, handle: string): readonly string[] {
  const grants = [...grantsOf(context).values()].filter((grant) => grant.handle === handle)
  return [...new Set(grants.map(({ clientKey }) => clientKey))]
}

function issue(context: EmulatorContext, consent: Omit<Grant, 'refreshToken'>): IssuedTokens {
  const grant = { ...consent, refreshToken: `rft.${secretPart(60)}!4567.va` }
  const accessToken = `act.${secretPart(60)}!4567.va`
  grantsOf(context).set(grant.id, grant)
  refreshTokensOf(context).set(grant.refreshToken, grant.id)
  accessTokensOf(context).set(accessToken, {
    grantId: grant.id,
    expiresAt: context.now().getTime() + oauthLifetimes.accessToken * 1000,
  })
  return { grant, accessToken }
}

function grantOfRefreshToken(context: EmulatorContext, token: string): Grant | undefined {
  const id = refreshTokensOf(context).get(token)
  return id === undefined ? undefined : grantsOf(context).get(id)
}

function grantsOf(context: EmulatorContext): Map<string, Grant> {
  return context.store.collection<Grant>('grants')
}

function accessTokensOf(context: EmulatorContext): Map<string, AccessToken> {
  return context.store.collection<AccessToken>('access_tokens')
}

function refreshTokensOf(context: EmulatorContext): Map<string, string> {
  return context.store.collection<string>('refresh_tokens')
}
