import { signAccessToken } from '../../core/src/authz/access-token.ts'
import { readConfig } from '../../core/src/config.ts'
import type { Database } from '../../core/src/db/database.ts'
import { buildBrand, buildOrganization, buildUser } from '../support/factories.ts'

/** The header of somebody who is logged in. */
export type Auth = { readonly authorization: string }

/** An organization with a brand, and its owner. */
export interface Tenant {
  readonly organizationId: string
  readonly brandId: string
  readonly ownerId: string
  readonly auth: Auth
}

/** Makes one, of a plan. */
export async function makeTenant(database: Database, subscriptionTier: string): Promise<Tenant> {
  const { id: ownerId } = await buildUser(database)
  const { id: organizationId } = await buildOrganization(database, { ownerId, subscriptionTier })
  const { id: brandId } = await buildBrand(database, { organizationId })
  const [auth = { authorization: '' }] = await logIn(database, [ownerId])
  return { organizationId, brandId, ownerId, auth }
}

/** Logs people in, past their passwords; in their order. */
export async function logIn(database: Database, userIds: readonly string[]): Promise<Auth[]> {
  const { jwtSecret } = readConfig({ NODE_ENV: 'test' })
  const sessions = (await database
    .system('sessions')
    .insert(userIds.map((id) => ({ user_id: id, expires_at: new Date(Date.now() + 3_600_000) })))
    .returning(['id', 'user_id'])) as { id: string; user_id: string }[]
  const sessionOf = new Map(sessions.map((session) => [session.user_id, session.id]))
  return Promise.all(
    userIds.map(async (userId) => {
      const claims = { userId, sessionId: sessionOf.get(userId) ?? '' }
      return { authorization: `Bearer ${await signAccessToken(jwtSecret, claims, 3_600)}` }
    }),
  )
}
