import type { FastifyInstance } from 'fastify'

const picture = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#3a46c8"/><path d="M6 9h12v4h-4v11h-4V13H6zM20 9h6v15h-4V13h-2z" fill="#fff"/></svg>`

/** The picture of the tab; the login has it too. */
export function favicon(scope: FastifyInstance): void {
  scope.get('/admin/favicon.svg', { config: { anonymous: true } }, async (_request, reply) =>
    reply.type('image/svg+xml').header('cache-control', 'public, max-age=86400').send(picture),
  )
}
