import fp from 'fastify-plugin'
import { ApiError } from '../errors.ts'
import type { App } from './app-instance.ts'

/**
 * Behind a trusted proxy, what came over plain HTTP is sent to HTTPS: a read by a redirect; anything else
 * is refused, because its body and its credentials have already travelled in the open, and a silent
 * redirect would let that go unnoticed. Calls that no proxy forwarded, such as an orchestrator's health
 * check, pass.
 */
export const https = fp(
  async (app: App) => {
    const { config } = app.context
    if (config.trustProxy === 0) return
    app.addHook('onRequest', (request, reply, done) => {
      const forwarded = request.headers['x-forwarded-proto'] !== undefined
      if (!forwarded || request.protocol.toLowerCase() === 'https') {
        done()
        return
      }
      if (request.method !== 'GET' && request.method !== 'HEAD') {
        done(new ApiError('HTTPS_REQUIRED'))
        return
      }
      const { publicUrl } = config
      const base = publicUrl?.startsWith('https:') === true ? new URL(publicUrl).host : request.host
      void reply.redirect(`https://${base}${request.url}`, 308)
    })
  },
  { name: 'https', fastify: '5.x' },
)
