import { pathToFileURL } from 'node:url'
import type { Logger } from 'pino'
import type { Config } from './config.ts'
import type { Context } from './context.ts'
import type { Passwords } from './features/auth/passwords.ts'
import { openStaffAccess, type StaffAccess } from './features/staff/staff-access.ts'
import type { App } from './http/app-instance.ts'
import { entryPoint, installedDependencies } from './plugins/packages.ts'

const name = '@t21/admin'

/** What the package of the support console exports: it adds its routes, at `/admin`. */
export type MountConsole = (
  app: App,
  options: {
    readonly context: Context
    readonly staff: StaffAccess
    /** Where browsers reach the server; known once it listens. */
    readonly publicUrl: () => string
  },
) => Promise<void>

/**
 * Loads the support console, where the settings want it. Core does not depend on it: it is a package among the root's
 * dependencies, or none, and where it is not wanted not a line of it is loaded.
 *
 * @throws Error where `T21_CONSOLE` is `true` and it is not installed, or cannot be loaded
 */
export async function loadConsole(options: {
  readonly config: Pick<Config, 'console' | 'environment'>
  /** Where the package.json is whose dependencies are looked at. */
  readonly rootDirectory: string
  readonly log: Pick<Logger, 'info'>
}): Promise<MountConsole | null> {
  const { config, rootDirectory, log } = options
  if (config.console === 'false') return null
  if (config.console === 'auto' && config.environment !== 'development') return null
  const installed = (await installedDependencies(rootDirectory)).find((one) => one.name === name)
  const file = installed && entryPoint(installed, '.')
  if (file === undefined) {
    const missing = `The support console is not installed: ${name} is not among the dependencies of the root's package.json.`
    if (config.console === 'true') throw new Error(`T21_CONSOLE is "true". ${missing}`)
    log.info(missing)
    return null
  }
  const module = (await import(pathToFileURL(file).href)) as { mountConsole: MountConsole }
  return module.mountConsole
}

/** Registers the console, where there is one. */
export async function mountSupportConsole(
  app: App,
  mountConsole: MountConsole | null,
  passwords: Passwords,
): Promise<void> {
  const { context } = app
  await mountConsole?.(app, {
    context,
    staff: openStaffAccess(context, passwords),
    publicUrl: () => context.config.publicUrl ?? '',
  })
}
