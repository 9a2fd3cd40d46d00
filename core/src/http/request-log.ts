import fp from 'fastify-plugin'
import type { App } from './app-instance.ts'

/**
 * One line for each request, at its end: enough to find it, and nothing that was sent in it. The route
 * and not the address: addresses may carry signatures.
 */
export const requestLog = fp(
  async (app: App) => {
    const { log } = app.context
    if (!log.isLevelEnabled('info')) return
    app.addHook('onResponse', (request, reply, done) => {
      const { url: route, config } = request.routeOptions
      const line = {
        reqId: request.id,
        method: request.method,
        route,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime * 10) / 10,
        userId: request.principal?.userId,
      }
      if (config?.unlimited === true && reply.statusCode < 400) log.debug(line, 'request')
      else log.info(line, 'request')
      done()
    })
  },
  { name: 'request-log', fastify: '5.x' },
)
