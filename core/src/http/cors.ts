import fp from 'fastify-plugin'
import type { App } from './app-instance.ts'

/** What a web app may read of an answer, beside the body. */
const exposed = [
  'x-request-id',
  'etag',
  'x-ratelimit-limit',
  'x-ratelimit-remaining',
  'x-ratelimit-reset',
  'retry-after',
  'idempotency-replayed',
  'deprecation',
  'sunset',
  'link',
].join(', ')

/**
 * Lets the configured web apps call the API from a browser, and nobody else's. The headers are sent only
 * where a browser asks; what may be kept in a cache says `Vary: Origin` itself.
 *
 * Not @fastify/cors: with a fixed list it is these lines, at a fifth of a bare request for each call.
 */
export const cors = fp(
  async (app: App) => {
    const { frontendUrl, returnOrigins } = app.context.config
    const allowed = new Set([new URL(frontendUrl).origin, ...returnOrigins])
    app.addHook('onRequest', (request, reply, done) => {
      const { origin } = request.headers
      if (origin === undefined) {
        done()
        return
      }
      reply.header('vary', 'Origin')
      const known = allowed.has(origin)
      if (known) {
        reply.header('access-control-allow-origin', origin)
        reply.header('access-control-allow-credentials', 'true')
        reply.header('access-control-expose-headers', exposed)
      }
      const preflight =
        request.method === 'OPTIONS' &&
        request.headers['access-control-request-method'] !== undefined
      if (!preflight) {
        done()
        return
      }
      if (known) {
        reply.header('access-control-allow-methods', 'GET, HEAD, POST, PUT, PATCH, DELETE')
        reply.header(
          'access-control-allow-headers',
          'authorization, content-type, content-digest, idempotency-key, if-match',
        )
        reply.header('access-control-max-age', '600')
      }
      void reply.code(204).send()
    })
  },
  { name: 'cors', fastify: '5.x' },
)
