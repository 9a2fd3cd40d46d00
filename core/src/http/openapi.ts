import { fastifySwagger } from '@fastify/swagger'
import fp from 'fastify-plugin'
import type { App } from './app-instance.ts'
import { completeDocument } from './openapi.complete.ts'
import { about, components, tags } from './openapi.document.ts'
import { describeRoute, type RouteNotes } from './openapi.route.ts'
import type { JsonObject } from './openapi.tidy.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Merged into the OpenAPI operation as it is: what schemas cannot say, such as a multipart body. */
    operation?: JsonObject
  }
}

/**
 * Describes every route that is registered after it, in OpenAPI 3.1: `app.swagger()`. What follows from a
 * route's permission, body and limits (security, common errors, headers) is added here, so that features
 * state only what is theirs. `webhooks` is what T21 sends by itself.
 */
export const openApi = fp(
  async (app: App, { webhooks }: { readonly webhooks: JsonObject }) => {
    const notes = new Map<string, RouteNotes>()
    await app.register(fastifySwagger, {
      openapi: {
        openapi: '3.1.1',
        info: about,
        // The document does not know where it is served; the address is relative to its own.
        servers: [{ url: '/', description: 'The server that this document comes from.' }],
        tags: [...tags],
        components,
      } as never,
      convertConstToEnum: false,
      transform: ({ schema, url, route }) => {
        const described = describeRoute(schema, url, route.method, route.config)
        if (described.notes !== undefined) notes.set(described.notes.operationId, described.notes)
        return { schema: described.schema, url }
      },
      transformObject: (document) =>
        completeDocument(
          { ...(document as { openapiObject: JsonObject }).openapiObject, webhooks },
          notes,
        ) as never,
    })
  },
  { name: 'openapi', fastify: '5.x' },
)
