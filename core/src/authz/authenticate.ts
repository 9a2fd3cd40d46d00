import type { FastifyRequest } from 'fastify'
import type { Knex } from 'knex'
import { ApiError } from '../errors.ts'
import { makeTokenReader } from './access-token.ts'
import { hashApiKey, isWholeApiKey, looksLikeApiKey } from './api-key-format.ts'
import { lookUpApiKey, lookUpSession } from './look-up.ts'
import type { Policy } from './policy.ts'
import { makePrincipal, type Principal } from './principal.ts'

/** How long a process believes what it read about a session or a key: the longest a revocation can take elsewhere. */
const cacheMilliseconds = 10_000
const cacheEntries = 10_000

/** Finds out who asks. One per process; `forget` makes a revocation act at once in this process. */
export interface Authenticator {
  /** @throws ApiError UNAUTHORIZED */
  authenticate(request: FastifyRequest): Promise<Principal>
  /** Of a session or an API key. */
  forget(credentialId: string): void
  /** The same for all sessions and keys of a person: after the person's place in an organization changed. */
  forgetUser(userId: string): Promise<void>
}

interface Known {
  readonly principal: Principal
  readonly until: number
}

/** Makes an authenticator that knows the rules of all features. */
export function makeAuthenticator(options: {
  readonly database: { readonly system: Knex }
  readonly jwtSecret: string
  readonly policies: readonly Policy[]
}): Authenticator {
  const { system } = options.database
  const readToken = makeTokenReader(options.jwtSecret)
  const cache = new Map<string, Known>()
  /** Rises with every `forget`: what was read before is not believed afterwards. */
  let forgotten = 0

  function recall(key: string): Principal | undefined {
    const known = cache.get(key)
    return known !== undefined && known.until > performance.now() ? known.principal : undefined
  }

  async function ofSession(token: string): Promise<Principal> {
    const claims = await readToken(token)
    const known = recall(claims.sessionId)
    if (known?.userId === claims.userId) return known
    return keep(claims.sessionId, async () => ({ person: await lookUpSession(system, claims) }))
  }

  async function ofApiKey(key: string): Promise<Principal> {
    if (!isWholeApiKey(key)) throw new ApiError('UNAUTHORIZED', 'Invalid or expired API key')
    const hash = hashApiKey(key)
    const name = hash.toString('base64')
    return recall(name) ?? keep(name, () => lookUpApiKey(system, hash))
  }

  async function keep(
    name: string,
    lookUp: () => Promise<{
      readonly person: Parameters<typeof makePrincipal>[0]
      readonly remaining?: number | null
    }>,
  ): Promise<Principal> {
    const before = forgotten
    const { person, remaining } = await lookUp()
    const principal = makePrincipal(person, options.policies)
    if (before === forgotten) {
      if (cache.size >= cacheEntries) cache.delete(cache.keys().next().value ?? '')
      const milliseconds = Math.min(cacheMilliseconds, remaining ?? cacheMilliseconds)
      cache.set(name, { principal, until: performance.now() + milliseconds })
    }
    return principal
  }

  function forgetWhere(fits: (principal: Principal) => boolean): void {
    forgotten += 1
    for (const [name, { principal }] of cache) if (fits(principal)) cache.delete(name)
  }

  return {
    async authenticate(request) {
      const header = request.headers.authorization
      // The name of a scheme may be written in any case (RFC 9110, 11.1).
      const bearer = header?.slice(0, 7).toLowerCase() === 'bearer '
      const token = bearer ? header?.slice(7) : undefined
      if (token === undefined) throw new ApiError('UNAUTHORIZED', 'Missing authentication token')
      return looksLikeApiKey(token) ? ofApiKey(token) : ofSession(token)
    },
    forget(credentialId) {
      forgetWhere(
        ({ credential }) =>
          (credential.kind === 'session' && credential.sessionId === credentialId) ||
          (credential.kind === 'api_key' && credential.apiKeyId === credentialId),
      )
    },
    async forgetUser(userId) {
      forgetWhere((principal) => principal.userId === userId)
    },
  }
}
