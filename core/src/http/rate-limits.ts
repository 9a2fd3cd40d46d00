import fp from 'fastify-plugin'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Principal } from '../authz/principal.ts'
import type { SubscriptionTier } from '../authz/vocabulary.ts'
import { ApiError } from '../errors.ts'
import { networkOf } from './address.ts'
import type { App } from './app-instance.ts'
import { makeRateLimitStore, type Count, type RateLimitStore } from './rate-limits.store.ts'

/** The window of every limit: 15 minutes (specification, API security). */
const rateLimitWindowMilliseconds = 900_000

/**
 * The limits. Each counts the request, sets the `x-ratelimit-…` headers, and throws RATE_LIMIT_EXCEEDED
 * with `Retry-After` when the limit is used up. A promise comes back only where the shared counter had
 * to be asked: most requests cost no statement and no promise.
 */
export interface RateLimits {
  /** Of the client's address: for callers nobody knows. */
  address(request: FastifyRequest, reply: FastifyReply): void | Promise<void>
  /** Of the caller, a person or a key, by plan: after authentication. */
  caller(principal: Principal, reply: FastifyReply): void | Promise<void>
  /** Of the address on this one route: for logins and the like. Exact, and shut when it cannot count. */
  strict(route: string, request: FastifyRequest, reply: FastifyReply): Promise<void>
}

declare module 'fastify' {
  interface FastifyInstance {
    /** See {@link RateLimits}. */
    limits: RateLimits
  }
}

/**
 * Makes the limits; `permissions` applies them, because which one counts depends on who asks.
 *
 * When the counters cannot be reached, `address` and `caller` let requests through without headers (a
 * limit is no reason to turn users away), while `strict` answers SERVICE_UNAVAILABLE (nobody may guess
 * passwords unlimited while the database is in trouble).
 *
 * Not @fastify/rate-limit: its promises for each request cost as much as a fourth of a bare request.
 */
export const rateLimits = fp(
  async (app: App) => {
    app.decorate('limits', makeRateLimits(app))
  },
  { name: 'rate-limits', fastify: '5.x' },
)

function makeRateLimits(app: App): RateLimits {
  const { config, database, log } = app.context
  const options = { system: database.system, windowMilliseconds: rateLimitWindowMilliseconds }
  const addresses = makeRateLimitStore({ ...options, exact: false, prefix: 'address:' })
  const users = makeRateLimitStore({ ...options, exact: false, prefix: 'user:' })
  const exactStore = makeRateLimitStore({ ...options, exact: true, prefix: 'route:' })
  const ofTier: Readonly<Record<SubscriptionTier, number>> = {
    FREE: config.rateLimitFree,
    PRO: config.rateLimitPro,
    BUSINESS: config.rateLimitBusiness,
  }

  function check(
    store: RateLimitStore,
    key: string,
    max: number,
    reply: FastifyReply,
  ): void | Promise<void> {
    const count = store.take(key, max)
    if (!(count instanceof Promise)) return answer(count, max, reply)
    return count.then(
      (found) => answer(found, max, reply),
      (err: unknown) => log.warn({ err }, 'rate limits cannot be counted: requests pass'),
    )
  }

  return {
    address: (request, reply) =>
      check(addresses, networkOf(request.ip), config.rateLimitAnonymous, reply),
    caller: (principal, reply) =>
      check(users, callerOf(principal), ofTier[tierOf(principal)], reply),
    async strict(route, request, reply) {
      const max = config.rateLimitAuth
      let count: Count
      try {
        count = await exactStore.take(`${route}:${networkOf(request.ip)}`, max)
      } catch (cause) {
        throw new ApiError('SERVICE_UNAVAILABLE', undefined, {
          headers: { 'retry-after': '5' },
          cause,
        })
      }
      answer(count, max, reply)
    },
  }
}

/** Each key has a counter of its own, so that a script does not take its owner's requests away. */
function callerOf({ userId, credential }: Principal): string {
  return credential.kind === 'api_key' ? `key:${credential.apiKeyId}` : userId
}

/** Plans belong to organizations; a person's own one decides (design.md 3), and for a key the one that it belongs to. */
function tierOf({ memberships, credential }: Principal): SubscriptionTier {
  for (const { personal, tier } of memberships) {
    if (personal || credential.kind === 'api_key') return tier
  }
  return 'FREE'
}

function answer({ current, ttl }: Count, max: number, reply: FastifyReply): void {
  const seconds = Math.ceil(ttl / 1_000)
  reply.header('x-ratelimit-limit', max)
  reply.header('x-ratelimit-remaining', Math.max(0, max - current))
  reply.header('x-ratelimit-reset', seconds)
  if (current <= max) return
  throw new ApiError('RATE_LIMIT_EXCEEDED', `Too many requests; try again in ${seconds} seconds.`, {
    headers: { 'retry-after': String(seconds) },
  })
}
