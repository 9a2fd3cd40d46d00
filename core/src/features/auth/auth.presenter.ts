import type { Static } from 'typebox'
import { signAccessToken } from '../../authz/access-token.ts'
import type { Config } from '../../config.ts'
import type { LoggedInView, RefreshedView, SessionView } from './auth.schemas.ts'
import type { LoggedIn } from './registration.service.ts'
import type { Session } from './session.model.ts'

type TokenConfig = Pick<Config, 'jwtSecret' | 'accessTokenSeconds'>

/** The tokens of a session; the access token is made here and stored nowhere. */
export async function presentTokens(
  config: TokenConfig,
  session: { readonly userId: string; readonly sessionId: string; readonly refreshToken: string },
): Promise<Static<typeof RefreshedView>['tokens']> {
  const { userId, sessionId, refreshToken } = session
  const seconds = config.accessTokenSeconds
  const accessToken = await signAccessToken(config.jwtSecret, { userId, sessionId }, seconds)
  return { accessToken, refreshToken, expiresIn: Math.ceil(seconds) }
}

/** The specification's answer to register and login. */
export async function presentLoggedIn(
  config: TokenConfig,
  { user, ...session }: LoggedIn,
): Promise<Static<typeof LoggedInView>> {
  return {
    user: { id: user.id, email: user.email, name: user.name },
    tokens: await presentTokens(config, { userId: user.id, ...session }),
  }
}

/** A session as its owner sees it. */
export function presentSession(session: Session, currentId: string): Static<typeof SessionView> {
  return {
    id: session.id,
    current: session.id === currentId,
    // Of the staff nobody learns from where they look.
    ipAddress: session.staffId === null ? session.ipAddress : null,
    userAgent: session.staffId === null ? session.userAgent : null,
    staff: session.staffId !== null,
    createdAt: session.createdAt.toISOString(),
    lastUsedAt: session.lastUsedAt.toISOString(),
    expiresAt: session.expiresAt.toISOString(),
  }
}
