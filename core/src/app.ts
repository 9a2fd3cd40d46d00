import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import fastify, { type FastifyBaseLogger } from 'fastify'
import { makeAuthenticator } from './authz/authenticate.ts'
import type { Policy } from './authz/policy.ts'
import type { Context } from './context.ts'
import type { App } from './http/app-instance.ts'
import { handleError } from './http/error-handler.ts'
import { permissions } from './http/permissions.ts'
import { makeRequestId } from './http/request-id.ts'
import { makeValidatorCompiler } from './http/validation.ts'

/** The rules of every feature: who may do what. */
export const policies: readonly Policy[] = []

/**
 * THE REQUEST MAP: everything that serves a request is registered here, in order, in view.
 *
 * @returns the server, ready to listen
 */
export async function buildApp(context: Context): Promise<App> {
  const { config, database } = context
  const app = fastify({
    loggerInstance: context.log as FastifyBaseLogger,
    // Exactly so many proxies are believed; what a caller puts before them is not.
    trustProxy: (_address, hop) => hop < config.trustProxy,
    bodyLimit: 1_048_576,
    genReqId: makeRequestId,
    requestIdHeader: false,
    return503OnClosing: true,
    routerOptions: { maxParamLength: 200 },
  }).withTypeProvider<TypeBoxTypeProvider>()
  app.setValidatorCompiler(makeValidatorCompiler())
  app.setErrorHandler(handleError)
  app.decorate('context', context)
  const authenticator = makeAuthenticator({ database, jwtSecret: config.jwtSecret, policies })

  await app.register(permissions, { authenticator })

  return app
}
