import type { App, Context, StaffAccess } from '@t21/core/console'
import type { FastifyInstance } from 'fastify'
import { adminJsPages } from './access/adminjs-pages.ts'
import { consoleErrors } from './access/errors.ts'
import { favicon } from './access/favicon.ts'
import { formParser } from './access/form-parser.ts'
import { guard } from './access/guard.ts'
import { loginRoutes } from './access/login.routes.ts'
import { assetRoutes } from './adminjs/assets.ts'
import { makeAdminJs } from './adminjs/options.ts'
import { partRoutes } from './adminjs/page-options.ts'
import { adminJsRoutes } from './adminjs/routes.ts'
import { ensureBundle } from './bundle.ts'
import { commands } from './commands/index.ts'
import { lookups } from './lookups/index.ts'
import { pages } from './pages/index.ts'

const content = { lookups, commands, pages }

/** What the console is made of. */
export interface ConsoleOptions {
  readonly context: Context
  readonly staff: StaffAccess
  /** Where browsers reach the server; known once it listens. */
  readonly publicUrl: () => string
}

/**
 * Mounts the console at `/admin`, in a scope of its own: nothing that it registers concerns the API.
 *
 * @throws Error where its bundle is missing in production
 */
export async function mountConsole(
  app: App,
  { context, staff, publicUrl }: ConsoleOptions,
): Promise<void> {
  await ensureBundle(context.config.environment !== 'production')
  const consoleContext = {
    ...context,
    staffAccess: staff,
    forgetUser: (id: string) => app.authenticator.forgetUser(id),
  }
  const host = { context: consoleContext, staff }
  const admin = makeAdminJs(content, host)
  await (app as unknown as FastifyInstance).register(async (scope) => {
    consoleErrors(scope)
    guard(scope, { staff, publicUrl })
    adminJsPages(scope)
    formParser(scope)
    loginRoutes(scope, staff)
    assetRoutes(scope)
    favicon(scope)
    partRoutes(scope, pages, consoleContext)
    await adminJsRoutes(scope, admin, content, host)
  })
}
