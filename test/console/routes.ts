import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { mountConsole } from '../../admin/src/index.ts'
import type { MountConsole } from '../../core/src/console-host.ts'

/** A route of the console's scope, as Fastify has it: `GET /admin/pages/:pageName`. */
export interface Route {
  readonly method: string
  readonly url: string
}

/**
 * Mounts the console and notes every route that this adds to the server, wherever it is.
 *
 * @param change how the mutants of this test mount it
 */
export function notingRoutes(
  routes: Route[],
  change: (mount: MountConsole) => MountConsole = (mount) => mount,
): MountConsole {
  return async (app, options) => {
    let mounting = true
    app.addHook('onRoute', ({ method, url }) => {
      if (!mounting) return
      for (const one of [method].flat()) if (one !== 'HEAD') routes.push({ method: one, url })
    })
    await change(mountConsole as MountConsole)(app, options)
    mounting = false
  }
}

/** What AdminJS says that it serves and the server has no route for: the list would be incomplete. */
export async function missingRoutes(routes: readonly Route[]): Promise<string[]> {
  const known = new Set(routes.map(({ method, url }) => `${method} ${url}`))
  // It is a package of the console's alone.
  const { resolve } = createRequire(new URL('../../admin/package.json', import.meta.url))
  const { Router } = (await import(pathToFileURL(resolve('adminjs')).href)) as {
    Router: { routes: { method: string; path: string }[] }
  }
  return Router.routes
    .map(({ method, path }) => `${method} /admin${path.replaceAll(/\{(\w+)\}/g, ':$1')}`)
    .filter((route) => !known.has(route))
}
