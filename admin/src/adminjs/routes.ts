import { ApiError, notFound } from '@t21/core/console'
import { buildRouter } from '@adminjs/fastify'
import { Router, type default as AdminJS } from 'adminjs'
import type { FastifyInstance } from 'fastify'
import { bulkRoutes } from '../commands/bulk.routes.ts'
import { asBulk, bulkName, chosenIds } from '../commands/in-bulk.ts'
import type { CommandHost } from '../commands/run-command.ts'
import { lookupActions } from './lookup-options.ts'
import type { Content } from './options.ts'

/**
 * AdminJS's own routes, and what is refused before it hears of it: what it does not know, which it answers with 500, and
 * everything that it can do and the console does not.
 */
export async function adminJsRoutes(
  scope: FastifyInstance,
  admin: AdminJS,
  { lookups, commands, pages }: Content,
  host: CommandHost,
): Promise<void> {
  const known = new Map(
    lookups.map(({ options: { id } }) => {
      const own = commands.filter(({ on }) => on === id)
      return [id, { one: own.map((command) => command.id), many: own.filter(asBulk).map(bulkName) }]
    }),
  )
  const doesSomething = new Map(pages.map(({ commands: own = [], id }) => [id, own.length > 0]))
  scope.addHook('preHandler', async ({ body, params, query, method, routeOptions }) => {
    const { resourceId, action, pageName } = params as Readonly<Record<string, string | undefined>>
    if (pageName !== undefined && !doesSomething.has(pageName)) throw notFound('Page')
    if (resourceId !== undefined) {
      const own = known.get(resourceId)
      if (own === undefined || !isOffered(routeOptions.url ?? '', action, own)) {
        throw notFound('Page')
      }
    }
    // AdminJS's page breaks without a list of ids.
    if (routeOptions.url?.startsWith('/admin/resources/:resourceId/bulk/')) chosenIds(query)
    const posts = method === 'POST' && routeOptions.url?.startsWith('/admin/api/') === true
    const reads = pageName !== undefined && doesSomething.get(pageName) === false
    if (posts && (reads || lookupActions.some((name) => name === action))) {
      throw new ApiError('METHOD_NOT_ALLOWED', undefined, { headers: { allow: 'GET' } })
    }
    dropNulls(body)
  })
  takeRoutes()
  bulkRoutes(scope, lookups, commands, host)
  await buildRouter(admin, scope as never)
  // It takes uploads, which the console has none of.
  scope.removeContentTypeParser('multipart/form-data')
}

interface Actions {
  readonly one: readonly string[]
  readonly many: readonly string[]
}

/** Whether an address has an action. AdminJS takes any action at any, and breaks where it is not of that kind. */
function isOffered(url: string, action: string | undefined, { one, many }: Actions): boolean {
  if (action === undefined) return true
  if (url.includes('/records/')) return action === 'show' || one.includes(action)
  if (url.includes('/bulk/')) return many.includes(action)
  return url.includes('/actions/') && (action === 'list' || action === 'search')
}

/**
 * Its search by address is its own past, and says so in the log of whoever uses it; `actions/search` does the same. What is done to
 * many is answered by `bulk.routes.ts`: it would read no more than a list holds, and leave out in silence what is not there.
 */
function takeRoutes(): void {
  const kept = Router.routes.filter(
    ({ action, path }) =>
      action !== 'search' && !(action === 'bulkAction' && path.startsWith('/api/')),
  )
  Router.routes.splice(0, Infinity, ...kept)
}

/** A field that is null breaks AdminJS; one that is not there means the same. */
function dropNulls(body: unknown): void {
  if (typeof body !== 'object' || body === null) return
  for (const [key, value] of Object.entries(body)) {
    if (value === null) Reflect.deleteProperty(body, key)
  }
}
