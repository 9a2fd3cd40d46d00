import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify'
import type { Action, Subject } from '../authz/vocabulary.ts'
import type { Principal } from '../authz/principal.ts'
import type { Context } from '../context.ts'

/** The Fastify instance that routes are registered on: typed by TypeBox schemas. */
export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>

/** Who may call a route. `self` needs a login and concerns the caller's own account only. */
export type RoutePermission = 'public' | 'self' | readonly [Action, Subject]

declare module 'fastify' {
  interface FastifyInstance {
    /** See {@link Context}. */
    context: Context
  }
  interface FastifyRequest {
    /** Who asks; `null` on public routes. Read it with `principalOf(request)`. */
    principal: Principal | null
  }
  interface FastifyContextConfig {
    /** Every route states it; the server does not start otherwise. */
    permission?: RoutePermission
    /** A stricter limit than the plan's: calls per 15 minutes and address. */
    strictLimit?: boolean
    /** True where what is read opens something: it is not for staff who look through a customer's eyes. */
    secret?: boolean
    /** True for public routes that no limit counts: health, and addresses that are secrets themselves. */
    unlimited?: boolean
    /** True where every field may be left out, and so may the body. */
    optionalBody?: boolean
    /** True where signatures are over the bytes: the scope of the route parses its bodies itself, as they come. */
    rawBody?: boolean
    /** False for routes whose POST stores nothing: no `Idempotency-Key`. */
    idempotent?: boolean
  }
}
