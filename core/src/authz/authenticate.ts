import type { FastifyRequest } from 'fastify'
import type { Knex } from 'knex'
import { ApiError } from '../errors.ts'
import { makeTokenReader } from './access-token.ts'
import type { Policy } from './policy.ts'
import { makePrincipal, type Principal } from './principal.ts'
import type { Membership } from './vocabulary.ts'

/** How long a process believes what it read about a session: the longest a revocation can take elsewhere. */
const cacheMilliseconds = 10_000
const cacheEntries = 10_000

/** Finds out who asks. One per process; `forget` makes a revocation act at once in this process. */
export interface Authenticator {
  /** @throws ApiError UNAUTHORIZED */
  authenticate(request: FastifyRequest): Promise<Principal>
  forget(sessionId: string): void
  /** The same for all sessions of a person: after the person's place in an organization changed. */
  forgetUser(userId: string): Promise<void>
}

interface Row {
  readonly email: string
  readonly email_verified_at: Date | null
  readonly memberships: readonly Membership[] | null
}

/** Makes an authenticator that knows the rules of all features. */
export function makeAuthenticator(options: {
  readonly database: { readonly system: Knex }
  readonly jwtSecret: string
  readonly policies: readonly Policy[]
}): Authenticator {
  const readToken = makeTokenReader(options.jwtSecret)
  const cache = new Map<string, { readonly principal: Principal; readonly until: number }>()

  async function look(userId: string, sessionId: string): Promise<Principal> {
    const { rows } = await options.database.system.raw<{ rows: Row[] }>(
      `select u.email, u.email_verified_at, (
         select json_agg(json_build_object('organizationId', o.id, 'role', m.role,
           'personal', o.personal, 'tier', o.subscription_tier, 'brandIds', m.brand_ids) order by o.personal desc, o.id)
         from team_members m join organizations o on o.id = m.organization_id
         where m.user_id = u.id and o.status = 'active') as memberships
       from sessions s join users u on u.id = s.user_id
       where s.id = ? and u.id = ? and s.revoked_at is null and s.expires_at > clock_timestamp()
         and u.status = 'active'`,
      [sessionId, userId],
    )
    const [row] = rows
    if (row === undefined) throw new ApiError('UNAUTHORIZED', 'Invalid or expired token')
    return makePrincipal(
      {
        userId,
        sessionId,
        email: row.email,
        emailVerified: row.email_verified_at !== null,
        memberships: row.memberships ?? [],
      },
      options.policies,
    )
  }

  return {
    async authenticate(request) {
      const header = request.headers.authorization
      // The name of a scheme may be written in any case (RFC 9110, 11.1).
      const bearer = header?.slice(0, 7).toLowerCase() === 'bearer '
      const token = bearer ? header?.slice(7) : undefined
      if (token === undefined) throw new ApiError('UNAUTHORIZED', 'Missing authentication token')
      const { userId, sessionId } = await readToken(token)
      const known = cache.get(sessionId)
      if (
        known !== undefined &&
        known.until > performance.now() &&
        known.principal.userId === userId
      ) {
        return known.principal
      }
      const principal = await look(userId, sessionId)
      if (cache.size >= cacheEntries) cache.delete(cache.keys().next().value ?? '')
      cache.set(sessionId, { principal, until: performance.now() + cacheMilliseconds })
      return principal
    },
    forget: (sessionId) => cache.delete(sessionId),
    async forgetUser(userId) {
      const sessions = await options.database
        .system('sessions')
        .where({ user_id: userId })
        .whereNull('revoked_at')
        .pluck<string[]>('id')
      for (const id of sessions) cache.delete(id)
    },
  }
}
