import type {
  FastifyInstance,
  onRequestHookHandler,
  onSendHookHandler,
  RouteOptions,
} from 'fastify'
import { ApiError } from '../../core/src/errors.ts'

/** Mistakes of routes, by operation: each is of another kind, and one check has to find it. */
const mistakes: Readonly<Record<string, (route: RouteOptions) => void>> = {
  getLiveness: sending((_request, reply, payload, done) => {
    void reply.code(299)
    done(null, payload)
  }),
  listBrands: sending((_request, _reply, payload, done) => {
    done(null, String(payload).replaceAll('"name"', '"nam"'))
  }),
  readMe: sending((_request, reply, payload, done) => {
    if (reply.statusCode === 200) void reply.type('text/plain')
    done(null, payload)
  }),
  listNotifications: sending((_request, reply, payload, done) => {
    void reply.removeHeader('x-ratelimit-limit')
    done(null, payload)
  }),
  listSessions(route) {
    route.handler = () => {
      throw new Error('A mistake.')
    }
  },
  getBrand(route) {
    route.handler = () => {
      throw new ApiError('QUOTA_EXCEEDED')
    }
  },
  forgotPassword(route) {
    route.attachValidation = true
    route.handler = (_request, reply) => {
      void reply.code(202).send({ data: { message: 'A mail is on its way.' } })
    }
  },
  listTemplates(route) {
    route.preValidation = (_request, _reply, done) => done(new ApiError('VALIDATION_ERROR'))
  },
  readUsage(route) {
    const answer: onRequestHookHandler = (request, _reply, done) => {
      done(request.headers.authorization === undefined ? new ApiError('NOT_FOUND') : undefined)
    }
    Object.defineProperty(route, 'onRequest', {
      get: () => answer,
      // The guard is put before everything, and finds itself forgotten.
      set() {},
    })
  },
}

function sending(hook: onSendHookHandler<unknown>): (route: RouteOptions) => void {
  return (route) => {
    route.onSend = hook
  }
}

/** Makes the {@link mistakes} in a server that is being built. */
export function breakRoutes(fastify: FastifyInstance): void {
  fastify.addHook('onRoute', (route) => {
    const { operationId } = (route.schema ?? {}) as { readonly operationId?: string }
    if (operationId !== undefined) mistakes[operationId]?.(route)
  })
}
