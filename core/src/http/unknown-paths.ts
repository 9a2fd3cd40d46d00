import type { FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { ApiError } from '../errors.ts'
import type { App } from './app-instance.ts'

/**
 * Answers addresses that are no route, before any body is read: 405 with `Allow` where the path exists
 * with other methods, else 404. They count as requests of the address, whoever asks.
 */
export const unknownPaths = fp(
  async (app: App) => {
    const routes: { readonly method: string; readonly path: RegExp }[] = []
    app.addHook('onRoute', ({ method, url }) => {
      const path = patternOf(url)
      routes.push(...[method].flat().map((each) => ({ method: each, path })))
    })
    app.addHook('onRequest', (request, reply, done) => {
      if (request.is404) void refuse(request, reply, done)
      else done()
    })

    async function refuse(
      request: FastifyRequest,
      reply: FastifyReply,
      done: (error: Error) => void,
    ): Promise<void> {
      try {
        await app.limits.address(request, reply)
        throw errorFor(request.url)
      } catch (error) {
        done(error as Error)
      }
    }

    function errorFor(url: string): ApiError {
      const path = url.split('?', 1)[0] ?? ''
      const methods = new Set(
        routes.filter((route) => route.path.test(path)).map(({ method }) => method),
      )
      if (methods.size === 0) return unknown()
      const allow = [...methods].sort().join(', ')
      return new ApiError('METHOD_NOT_ALLOWED', undefined, { headers: { allow } })
    }

    // Reached by routes that find out themselves that there is nothing.
    app.setNotFoundHandler(() => {
      throw unknown()
    })
  },
  { name: 'unknown-paths', fastify: '5.x', dependencies: ['rate-limits'] },
)

function unknown(): ApiError {
  return new ApiError('NOT_FOUND', 'There is no such address; see /docs.')
}

function patternOf(url: string): RegExp {
  const pattern = url
    .replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll(/:\w+/g, '[^/]+')
    .replaceAll('*', '.*')
  return new RegExp(`^${pattern}$`)
}
