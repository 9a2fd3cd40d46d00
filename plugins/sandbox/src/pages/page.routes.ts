import type { FastifyInstance, FastifyReply } from 'fastify'
import { Type, type Static } from 'typebox'
import { outboxPage } from '../outbox/outbox.page.ts'
import type { Sandbox } from '../sandbox.ts'
import { wallPage } from '../wall/wall.page.ts'
import { toText, type Html } from './html.ts'

const WallQuery = Type.Object({ q: Type.Optional(Type.String({ maxLength: 200 })) })

/** Nothing from elsewhere, and no script but the page's own: posts and mails are other people's text. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "img-src 'self'",
  "media-src 'self'",
  "style-src 'self'",
  "script-src 'self'",
  "connect-src 'self'",
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** The wall and the outbox. */
export function pageRoutes(app: FastifyInstance, sandbox: Sandbox): void {
  app.get<{ Querystring: Static<typeof WallQuery> }>(
    '/',
    { schema: { querystring: WallQuery } },
    async (request, reply) => await sendPage(reply, wallPage(sandbox, request.query.q ?? '')),
  )

  app.get('/outbox', async (_request, reply) => await sendPage(reply, outboxPage(sandbox)))
}

function sendPage(reply: FastifyReply, page: Html): FastifyReply {
  return reply
    .type('text/html; charset=utf-8')
    .header('content-security-policy', contentSecurityPolicy)
    .header('x-content-type-options', 'nosniff')
    .header('referrer-policy', 'no-referrer')
    .header('cache-control', 'no-store')
    .send(toText(page))
}
