import type { WebhookRequest } from '@t21/plugin-kit'
import type { FastifyRequest } from 'fastify'

/** A network's request as connectors take it: the address and the bytes as they came. */
export function webhookRequestOf(request: FastifyRequest, method: 'GET' | 'POST'): WebhookRequest {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value
  }
  return {
    method,
    query: queryOf(request.url),
    headers,
    rawBody: request.body instanceof Uint8Array ? request.body : new Uint8Array(),
  }
}

/** The first of several with one name counts. */
function queryOf(url: string): Readonly<Record<string, string>> {
  const at = url.indexOf('?')
  const query = new Map<string, string>()
  for (const [name, value] of new URLSearchParams(at < 0 ? '' : url.slice(at + 1))) {
    if (!query.has(name)) query.set(name, value)
  }
  return Object.fromEntries(query)
}
