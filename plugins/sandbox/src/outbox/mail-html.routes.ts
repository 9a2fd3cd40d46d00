import type { FastifyInstance } from 'fastify'
import type { Sandbox } from '../sandbox.ts'

/** Links open beside the outbox, as pages of their own; scripts, forms and the outbox itself are out of reach. */
export const mailSandbox = 'allow-popups allow-popups-to-escape-sandbox'

/** A mail brings its styles with it, and nothing is fetched for it. */
const contentSecurityPolicy = [
  `sandbox ${mailSandbox}`,
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join('; ')

/** Where the HTML of a mail is. */
export function htmlAddress(id: string): string {
  return `/outbox/${encodeURIComponent(id)}/html`
}

/** The HTML of a mail by itself, for a frame of the outbox. */
export function mailHtmlRoutes(app: FastifyInstance, sandbox: Sandbox): void {
  app.get<{ Params: { id: string } }>('/outbox/:id/html', async (request, reply) => {
    const html = sandbox.mailbox.get(request.params.id)?.html
    if (html === undefined) return reply.callNotFound()
    return await reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', contentSecurityPolicy)
      .header('x-content-type-options', 'nosniff')
      .header('referrer-policy', 'no-referrer')
      .header('cache-control', 'no-store')
      .send(html.replace('<head>', '<head><base target="_blank">'))
  })
}
