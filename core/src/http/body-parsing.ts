import fp from 'fastify-plugin'
import type { App } from './app-instance.ts'

/**
 * The API takes JSON and nothing else, except where a feature says so. An empty body with the type of
 * JSON, which many clients send with a POST or DELETE that has none, is no body.
 */
export const bodyParsing = fp(
  async (app: App) => {
    const parse = app.getDefaultJsonParser('error', 'error')
    app.removeAllContentTypeParsers()
    app.addContentTypeParser<string>(
      'application/json',
      { parseAs: 'string' },
      (request, body, done) => {
        if (body === '') done(null)
        else void parse(request, body, done)
      },
    )
  },
  { name: 'body-parsing', fastify: '5.x' },
)
