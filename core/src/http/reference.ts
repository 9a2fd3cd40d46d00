import { fastifySwaggerUi } from '@fastify/swagger-ui'
import fp from 'fastify-plugin'
import { Type } from 'typebox'
import type { App } from './app-instance.ts'

/** Everything the page needs comes from this server: it works without the internet. */
const pagePolicy = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self' data:",
  'font-src': "'self'",
  'connect-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
}

/** The library's page has no viewport: a phone would show it as wide as a desk, and unreadably small. */
const viewport = `const meta = document.createElement('meta')
meta.name = 'viewport'
meta.content = 'width=device-width'
document.head.append(meta)
`

/**
 * The document at `/openapi.json` and the page to read it at `/docs`. Registered before the guards: they
 * are the same for everybody, cost nothing but bytes, and count against nobody's limit.
 */
export const reference = fp(
  async (app: App) => {
    let document: string | undefined
    app.get(
      '/openapi.json',
      {
        config: { permission: 'public', unlimited: true },
        schema: {
          operationId: 'getOpenApiDocument',
          summary: 'This document',
          description: 'The description of the API in OpenAPI 3.1, for generators and readers.',
          tags: ['System'],
          response: {
            200: Type.Object({}, { description: 'The document.', additionalProperties: true }),
          },
        },
      },
      async (_request, reply) => {
        document ??= JSON.stringify(app.swagger())
        return reply
          .type('application/json; charset=utf-8')
          .header('cache-control', 'public, max-age=60')
          .header('vary', 'Origin')
          .serializer((text: string) => text)
          .send(document as never)
      },
    )
    await app.register(fastifySwaggerUi, {
      routePrefix: '/docs',
      staticCSP: pagePolicy as never,
      theme: { title: 'T21 API', js: [{ filename: 'viewport.js', content: viewport }] },
      uiConfig: {
        persistAuthorization: true,
        displayRequestDuration: true,
        docExpansion: 'list',
        // Without the bar to load other documents.
        layout: 'BaseLayout',
        tryItOutEnabled: true,
      },
    })
  },
  { name: 'reference', fastify: '5.x', dependencies: ['openapi'] },
)
