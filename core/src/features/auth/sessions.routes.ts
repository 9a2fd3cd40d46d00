import { Type } from 'typebox'
import { sessionIdOf } from '../../authz/credential.ts'
import { principalOf } from '../../authz/principal.ts'
import type { App } from '../../http/app-instance.ts'
import { errorsOf, pageOf } from '../../http/envelope.ts'
import { page, PageQuery } from '../../http/pagination.ts'
import { presentSession } from './auth.presenter.ts'
import { SessionParams, SessionView } from './auth.schemas.ts'
import { listSessions, revokeSession } from './sessions.service.ts'

const tags = ['Authentication']

/** Where somebody is logged in: below `/auth/sessions`. */
export async function sessionsRoutes(app: App): Promise<void> {
  const { context, authenticator } = app

  app.get(
    '/auth/sessions',
    {
      config: { permission: 'self' },
      schema: {
        operationId: 'listSessions',
        summary: 'List your sessions',
        description: 'Where you are logged in, newest first.',
        tags,
        querystring: Type.Object(PageQuery, { additionalProperties: false }),
        response: { 200: pageOf(SessionView), ...errorsOf('INVALID_CURSOR') },
      },
    },
    async (request) => {
      const principal = principalOf(request)
      const { items, meta } = page(await listSessions(context, principal, request.query), {
        limit: request.query.limit,
        secret: context.config.urlSecret,
        list: 'sessions',
      })
      const current = sessionIdOf(principal)
      return { data: items.map((session) => presentSession(session, current)), meta }
    },
  )

  app.delete(
    '/auth/sessions/:id',
    {
      config: { permission: 'self' },
      schema: {
        operationId: 'revokeSession',
        summary: 'End one of your sessions',
        description: 'Its access and refresh tokens are worth nothing from then on.',
        tags,
        params: SessionParams,
        response: { 204: Type.Null({ description: 'Ended.' }), ...errorsOf('NOT_FOUND') },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      await revokeSession(context, principalOf(request), id, 'revoked')
      authenticator.forget(id)
      return reply.code(204).send(null)
    },
  )
}
