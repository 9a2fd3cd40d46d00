import type { RouteOptions } from 'fastify'
import fp from 'fastify-plugin'
import type { App } from './app-instance.ts'

/** That an operation will go, as `docs/api-versions.md` promises it. Days are those of UTC. */
export interface Deprecation {
  /** The day from which it is not to be used in new programs: `2027-01-01`. */
  readonly since: string
  /** The day from which it may be gone; a year after `since` or later. */
  readonly sunset: string
  /** Where it stands what to use instead. */
  readonly link: string
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Where the operation will go: said in its answers and in the OpenAPI document. */
    deprecated?: Deprecation
  }
}

/**
 * Lets every answer of a deprecated operation, errors too, say so: `Deprecation` (RFC 9745), `Sunset` (RFC 8594) and a `Link`
 * to what to do.
 *
 * @throws Error for a route that would go sooner than promised
 */
export const deprecation = fp(
  async (app: App) => {
    app.addHook('onRoute', (route) => {
      const { deprecated } = route.config ?? {}
      if (deprecated === undefined) return
      const headers = headersOf(deprecated, route)
      const send = [route.onSend ?? []].flat()
      route.onSend = [
        ...send,
        (_request, reply, payload, done) => {
          reply.headers(headers)
          done(null, payload)
        },
      ]
    })
  },
  { name: 'deprecation', fastify: '5.x' },
)

function headersOf(
  { since, sunset, link }: Deprecation,
  { method, url }: RouteOptions,
): Record<string, string> {
  const [from, until, least] = [since, sunset, since].map((day) => new Date(`${day}T00:00:00Z`))
  least?.setUTCFullYear(least.getUTCFullYear() + 1)
  if (from === undefined || until === undefined || least === undefined || !(until >= least)) {
    throw new Error(`${String(method)} ${url}: sunset has to be a year after since, or later.`)
  }
  return {
    deprecation: `@${from.getTime() / 1_000}`,
    sunset: until.toUTCString(),
    link: `<${link}>; rel="deprecation"; type="text/html", <${link}>; rel="sunset"; type="text/html"`,
  }
}
