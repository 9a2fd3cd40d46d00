import type { IncomingMessage, ServerResponse } from 'node:http'
import fp from 'fastify-plugin'
import helmet, { type HelmetOptions } from 'helmet'
import type { App } from './app-instance.ts'

/**
 * Headers of every answer: its request id, and those that helmet advises for an API whose answers are
 * data. They are asked for once, because helmet as a hook costs as much as a bare request.
 *
 * Routes override single ones with `reply.header`: a picture needs
 * `cross-origin-resource-policy: cross-origin`, and something that may be kept `cache-control`.
 */
export const headers = fp(
  async (app: App) => {
    app.addHook('onRequest', (request, reply, done) => {
      reply.headers(everywhere)
      reply.header('x-request-id', request.id)
      done()
    })
  },
  { name: 'headers', fastify: '5.x' },
)

/** What helmet sets with these options. */
function helmetHeaders(options: HelmetOptions): Record<string, string> {
  const collected: Record<string, string> = {}
  const response = {
    setHeader: (name: string, value: string) => {
      collected[name.toLowerCase()] = value
    },
    removeHeader: () => undefined,
  } as unknown as ServerResponse
  helmet(options)({} as IncomingMessage, response, (error) => {
    if (error !== undefined) throw error as Error
  })
  return collected
}

/** The fixed headers, by lower-case name. */
export const everywhere: Readonly<Record<string, string>> = {
  ...helmetHeaders({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { 'default-src': ["'none'"], 'frame-ancestors': ["'none'"] },
    },
    xFrameOptions: { action: 'deny' },
    // These say something about pages only.
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
    xDnsPrefetchControl: false,
    xDownloadOptions: false,
    xPermittedCrossDomainPolicies: false,
    xXssProtection: false,
  }),
  'cache-control': 'no-store',
}
