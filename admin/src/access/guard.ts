import { ApiError, clientOf, type StaffAccess } from '@t21/core/console'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { sessionToken } from './cookie.ts'
import { currentAdminOf } from './staff-of.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** True for the pages of the login, which are for whoever comes. Nothing else of the console is. */
    anonymous?: boolean
  }
}

/** What the guard has to know. */
export interface GuardOptions {
  readonly staff: Pick<StaffAccess, 'authenticate'>
  /** Where browsers reach the server; known once it listens. */
  readonly publicUrl: () => string
}

/**
 * Lets staff through, and nobody else: deny by default, assets included. It is a hook of every route of the scope, runs before
 * a body is read, and looks at the route and never at the address, so that no spelling of one leads around it.
 */
export function guard(scope: FastifyInstance, { staff, publicUrl }: GuardOptions): void {
  scope.decorateRequest('staff', null)
  scope.decorateRequest('session', null)
  scope.addHook('onRequest', async (request, reply) => {
    // Fastify answers HEAD with what GET does, and AdminJS takes everything that is not `get` for a command.
    if (request.method === 'HEAD') {
      return reply.code(405).header('allow', allowed(request)).send()
    }
    if (request.method !== 'GET' && request.headers.origin !== new URL(publicUrl()).origin) {
      throw new ApiError(
        'FORBIDDEN',
        `This did not come from a page of the console at ${publicUrl()}.`,
      )
    }
    if (request.routeOptions.config.anonymous === true) {
      await scope.limits.address(request, reply)
      return undefined
    }
    const token = sessionToken(request)
    const principal =
      token === undefined ? null : await staff.authenticate(token, clientOf(request), request.id)
    if (principal !== null) {
      request.staff = principal
      request.session = { adminUser: currentAdminOf(principal) }
      return undefined
    }
    await scope.limits.address(request, reply)
    if (isPage(request)) return reply.redirect('/admin/login', 303)
    throw new ApiError('UNAUTHORIZED', 'Log in to the console again.')
  })
}

/** Whether a person looks at the answer; programs of the page do at all others. */
function isPage({ method, routeOptions }: FastifyRequest): boolean {
  return method === 'GET' && !/\/(?:api|frontend)\//.test(routeOptions.url ?? '')
}

function allowed({ routeOptions }: FastifyRequest): string {
  return (
    [routeOptions.method]
      .flat()
      .filter((method) => method !== 'HEAD')
      .join(', ') || 'GET'
  )
}
