import type { FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import type { App } from './app-instance.ts'
import { refuseUnstorable } from './unstorable.ts'

/**
 * The API takes JSON and nothing else, except where a feature says so. An empty body with the type of
 * JSON, which many clients send with a POST or DELETE that has none, is no body. What no feature could
 * keep is refused here, for all of them.
 */
export const bodyParsing = fp(
  async (app: App) => {
    const parse = app.getDefaultJsonParser('error', 'error')
    app.removeAllContentTypeParsers()
    app.addContentTypeParser<string>(
      'application/json',
      { parseAs: 'string' },
      (request, body, done) => {
        if (body === '') {
          done(null)
          return
        }
        void parse(request, body, (error, value) => {
          done(error ?? refusalOf(value), value)
        })
      },
    )
    app.addHook('onRoute', (route) => {
      if (route.config?.optionalBody !== true) return
      route.preValidation = [emptyBody, ...[route.preValidation ?? []].flat()]
    })
  },
  { name: 'body-parsing', fastify: '5.x' },
)

async function emptyBody(request: FastifyRequest): Promise<void> {
  request.body ??= {}
}

function refusalOf(body: unknown): Error | null {
  try {
    refuseUnstorable(body)
    return null
  } catch (error) {
    return error as Error
  }
}
