import type {
  FastifyRequest,
  onRequestAsyncHookHandler,
  onRequestHookHandler,
  preHandlerHookHandler,
  RouteOptions,
} from 'fastify'
import fp from 'fastify-plugin'
import type { Authenticator } from '../authz/authenticate.ts'
import { scopeOf, type ApiKeyScope } from '../authz/api-key-routes.ts'
import { requireOwnEyes, requireScope } from '../authz/credential.ts'
import type { Principal } from '../authz/principal.ts'
import { actAs, type Actor } from '../db/actor.ts'
import { ApiError } from '../errors.ts'
import type { App } from './app-instance.ts'
import { clientOf } from './client.ts'
import type { RateLimits } from './rate-limits.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** See {@link Authenticator}. */
    authenticator: Authenticator
  }
}

/**
 * Makes every route state who may call it, and makes sure that a caller is counted and known before
 * anything else happens, the reading of the body included. What exactly the caller may do is decided
 * beside the data, by `authorize`.
 *
 * The guard is a hook of the route itself, so that no spelling of a path can lead around it.
 */
export const permissions = fp(
  async (app: App, { authenticator }: { authenticator: Authenticator }) => {
    app.decorate('authenticator', authenticator)
    app.decorateRequest('principal', null)
    app.addHook('onRoute', (route) => {
      const { permission, strictLimit, unlimited, secret = false } = route.config ?? {}
      if (permission === undefined) {
        throw new Error(`${String(route.method)} ${route.url} does not state its permission.`)
      }
      if (unlimited === true && permission !== 'public') {
        throw new Error(`${route.url}: only a public route can be unlimited.`)
      }
      if (unlimited === true) return
      const strict = strictLimit === true ? `${String(route.method)} ${route.url}` : undefined
      const guard =
        permission === 'public'
          ? countAddress(app.limits, strict)
          : guardOf(authenticator, app.limits, {
              strict,
              secret,
              scope: scopeOf(operationIdOf(route)),
            })
      route.onRequest = [guard as onRequestHookHandler, ...[route.onRequest ?? []].flat()]
      if (permission !== 'public') {
        route.preHandler = [...[route.preHandler ?? []].flat(), act]
      }
    })
  },
  { name: 'permissions', fastify: '5.x', dependencies: ['rate-limits'] },
)

/** What the handler changes is the caller's doing. The last hook: a body that streams in loses such a context. */
const act: preHandlerHookHandler = (request, _reply, done) => {
  if (request.principal === null) done()
  else actAs(actorOf(request, request.principal), done)
}

function actorOf(
  request: FastifyRequest,
  { userId, credential, organizationIds }: Principal,
): Actor {
  const { ipAddress, userAgent } = clientOf(request)
  const who =
    credential.kind === 'api_key'
      ? ({ kind: 'api_key', apiKeyId: credential.apiKeyId } as const)
      : ({ kind: 'user', apiKeyId: null } as const)
  return { ...who, userId, ipAddress, userAgent, requestId: request.id, organizationIds }
}

function operationIdOf({ schema }: RouteOptions): string | undefined {
  return (schema as { readonly operationId?: string } | undefined)?.operationId
}

function countAddress(limits: RateLimits, strict: string | undefined): onRequestHookHandler {
  return (request, reply, done) => {
    const waiting =
      strict === undefined ? limits.address(request, reply) : limits.strict(strict, request, reply)
    if (waiting === undefined) done()
    else void settle(waiting, done)
  }
}

async function settle(work: Promise<void>, done: (error?: Error) => void): Promise<void> {
  try {
    await work
  } catch (error) {
    done(error as Error)
    return
  }
  done()
}

/**
 * Who brings no credential is counted by address before anything is looked at; who brings a good one,
 * by user. A bad one is counted by address too, and answered 429 when that is used up; it costs one
 * signature check, and no statement. A good one is never refused for what neighbours behind the same
 * address do. A strict limit takes the place of all of these. A key that may not call this is refused here.
 */
function guardOf(
  authenticator: Authenticator,
  limits: RateLimits,
  {
    strict,
    secret,
    scope,
  }: {
    readonly strict: string | undefined
    readonly secret: boolean
    readonly scope: ApiKeyScope | undefined
  },
): onRequestAsyncHookHandler {
  return async (request, reply) => {
    const anonymous = request.headers.authorization === undefined
    if (strict !== undefined) await limits.strict(strict, request, reply)
    else if (anonymous) await limits.address(request, reply)
    try {
      request.principal = await authenticator.authenticate(request)
    } catch (error) {
      if (strict === undefined && !anonymous && isUnauthorized(error)) {
        await limits.address(request, reply)
      }
      throw error
    }
    if (strict === undefined) {
      const waiting = limits.caller(request.principal, reply)
      if (waiting !== undefined) await waiting
    }
    const { credential } = request.principal
    requireScope(credential, scope)
    if (credential.kind === 'session' && credential.viewedBy !== undefined) {
      void reply.header('t21-staff-view', 'read-only')
    }
    requireOwnEyes(credential, !secret && (request.method === 'GET' || request.method === 'HEAD'))
  }
}

function isUnauthorized(error: unknown): boolean {
  return error instanceof ApiError && error.status === 401
}
