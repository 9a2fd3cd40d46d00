import { createHash } from 'node:crypto'
import type { LoginIdentity } from '@t21/plugin-kit'
import { fetchUserInfo, type Configuration, type IDToken } from 'openid-client'
import { toleratedSeconds } from './discovery.ts'
import { refused } from './failures.ts'

/**
 * What the library leaves to its user: a token from the future, one for several audiences, and one whose access token is
 * another (OpenID Connect Core 3.1.3.7 and 3.1.3.8).
 *
 * @throws ProviderFailure refused
 */
export function checkIdToken(
  claims: IDToken | undefined,
  idToken: string | undefined,
  accessToken: string,
): IDToken {
  if (claims === undefined || idToken === undefined) throw refused('no_id_token')
  if (claims.sub === '' || claims.sub.length > 255) throw refused('sub')
  if (claims.iat > Date.now() / 1_000 + toleratedSeconds) throw refused('iat')
  if (Array.isArray(claims.aud) && claims.aud.length > 1) throw refused('aud')
  const atHash = claims['at_hash']
  if (atHash !== undefined && atHash !== halfHash(accessToken)) throw refused('at_hash')
  return claims
}

/** Who somebody is: by the token, and by the userinfo endpoint where the token leaves the address out. */
export async function identityOf(
  configuration: Configuration,
  claims: IDToken,
  accessToken: string,
): Promise<LoginIdentity> {
  const told =
    claims['email'] === undefined && configuration.serverMetadata().userinfo_endpoint !== undefined
      ? await fetchUserInfo(configuration, accessToken, claims.sub)
      : claims
  const text = (name: string): string | null => {
    const value: unknown = told[name]
    return typeof value === 'string' && value !== '' ? value : null
  }
  return {
    subject: claims.sub,
    email: text('email'),
    emailVerified: told['email_verified'] === true,
    name: text('name'),
    avatarUrl: text('picture'),
  }
}

/** The left half of the hash that RS256 signs with. */
function halfHash(accessToken: string): string {
  return createHash('sha256').update(accessToken).digest().subarray(0, 16).toString('base64url')
}
