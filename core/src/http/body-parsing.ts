import { isUtf8 } from 'node:buffer'
import type {
  FastifyReply,
  FastifyRequest,
  HookHandlerDoneFunction,
  preValidationHookHandler,
  RouteOptions,
} from 'fastify'
import fp from 'fastify-plugin'
import { ApiError } from '../errors.ts'
import type { App } from './app-instance.ts'
import { refuseUnstorable } from './unstorable.ts'

/**
 * The API takes JSON and nothing else, except where a feature says so. An empty body with the type of
 * JSON, which many clients send with a POST or DELETE that has none, is no body. What no feature could
 * keep is refused here, for all of them, and so is a body for a route that takes none.
 */
export const bodyParsing = fp(
  async (app: App) => {
    const parse = app.getDefaultJsonParser('error', 'error')
    app.removeAllContentTypeParsers()
    app.addContentTypeParser<Buffer>(
      'application/json',
      { parseAs: 'buffer' },
      (request, body, done) => {
        if (body.length === 0) {
          done(null)
          return
        }
        // Decoding would put U+FFFD in place of what is no text, and a network would publish that.
        if (!isUtf8(body)) {
          done(new ApiError('MALFORMED_REQUEST', 'The body is not UTF-8. Send JSON in UTF-8.'))
          return
        }
        void parse(request, body.toString(), (error, value) => {
          done(error ?? refusalOf(value), value)
        })
      },
    )
    app.addHook('onRoute', (route) => {
      const first = hookFor(route)
      if (first !== undefined) route.preValidation = [first, ...[route.preValidation ?? []].flat()]
    })
  },
  { name: 'body-parsing', fastify: '5.x' },
)

function hookFor({ method, schema, config }: RouteOptions): preValidationHookHandler | undefined {
  if (config?.optionalBody === true) return emptyBody
  if (config?.rawBody === true) return undefined
  const readsOnly = [method].flat().every((each) => each === 'GET' || each === 'HEAD')
  return readsOnly || schema?.body !== undefined ? undefined : noBody
}

function emptyBody(
  request: FastifyRequest,
  _reply: FastifyReply,
  done: HookHandlerDoneFunction,
): void {
  if (request.body === undefined) request.body = {}
  done()
}

/** Who sends something to a route that takes nothing expects an effect of it. `{}` is nothing. */
function noBody(
  { body }: FastifyRequest,
  _reply: FastifyReply,
  done: HookHandlerDoneFunction,
): void {
  if (body === undefined || body === null) {
    done()
    return
  }
  const fields = typeof body === 'object' && !Array.isArray(body) ? Object.keys(body) : undefined
  if (fields?.length === 0) {
    done()
    return
  }
  const details = fields?.map((field) => ({ field, message: 'Unknown field; remove it.' })) ?? [
    { field: 'body', message: 'Nothing is taken here; send no body, or `{}`.' },
  ]
  done(new ApiError('VALIDATION_ERROR', 'Invalid request data', { details }))
}

function refusalOf(body: unknown): Error | null {
  try {
    refuseUnstorable(body)
    return null
  } catch (error) {
    return error as Error
  }
}
