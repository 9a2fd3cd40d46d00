import fp from 'fastify-plugin'
import type { Authenticator } from '../authz/authenticate.ts'
import type { App, RoutePermission } from './app-instance.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** See {@link Authenticator}. */
    authenticator: Authenticator
  }
}

/**
 * Makes every route state who may call it, and makes sure that a caller is known before anything else
 * happens. What exactly the caller may do is decided beside the data, by `authorize`.
 */
export const permissions = fp(
  async (app: App, { authenticator }: { authenticator: Authenticator }) => {
    app.decorate('authenticator', authenticator)
    app.decorateRequest('principal', null)
    app.addHook('onRoute', (route) => {
      if (route.config?.permission === undefined) {
        throw new Error(`${String(route.method)} ${route.url} does not state its permission.`)
      }
    })
    app.addHook('onRequest', async (request) => {
      const permission: RoutePermission | undefined = request.routeOptions.config.permission
      if (permission === undefined || permission === 'public') return
      request.principal = await authenticator.authenticate(request)
    })
  },
  { name: 'permissions', fastify: '5.x' },
)
