import { join } from 'node:path'
import type { Logger } from 'pino'
import { buildApp } from './app.ts'
import type { Config } from './config.ts'
import { loadConsole, type MountConsole } from './console-host.ts'
import type { Context } from './context.ts'
import { openDatabase } from './db/database.ts'
import { startEmbeddedPostgres } from './db/embedded-postgres.ts'
import { migrateUp, pendingMigrations } from './db/migrate.ts'
import { openLogins } from './features/login-providers/open-logins.ts'
import { mailInboxes } from './features/mail/mail-events.ts'
import { openAi } from './features/ai/ai.provider.ts'
import { findProviders } from './features/health/find-providers.ts'
import { openBilling } from './features/billing/open-billing.ts'
import { openMail } from './features/mail/mail.transport.ts'
import { openConnectorHttp } from './plugins/connector-http.ts'
import { sandboxOverrides } from './plugins/host-overrides.ts'
import { loadPlugins } from './plugins/loader.ts'
import { providerOpener } from './plugins/open-provider.ts'
import { registerCallbacks, startSandbox, type RunningSandbox } from './sandbox.ts'
import { listen } from './server.ts'
import { openStorage } from './storage/open-storage.ts'
import { startWorker } from './worker.ts'

/** What a process does: serve requests, publish, or both. */
export type ProcessRole = 'api' | 'worker' | 'all'

/** A process that runs. */
export interface RunningProcess {
  readonly context: Context
  /** Where the API answers; `null` for a worker. */
  readonly url: string | null
  /** Where the support console is; `null` where there is none. */
  readonly consoleUrl: string | null
  readonly sandbox: RunningSandbox | null
  /** Stops everything, in the order that loses nothing: requests, work, sandbox, database. */
  stop(): Promise<void>
}

/** How a process is started. */
export interface ProcessOptions {
  readonly config: Config
  readonly role: ProcessRole
  readonly log: Logger
  /** Where the package.json is whose dependencies are the plugins. */
  readonly rootDirectory: string
  /** Tells what is going on, for a person who waits. */
  readonly progress?: (what: string) => void
  /** Aborted when the process is not wanted any more, though it still starts. */
  readonly signal?: AbortSignal
}

/**
 * Starts a process. Whatever fails on the way is stopped again, so that nothing is left running.
 *
 * @throws Error saying what failed and what to do
 */
export async function startProcess(options: ProcessOptions): Promise<RunningProcess> {
  const cleanups: (() => Promise<unknown>)[] = []
  const stop = async (): Promise<void> => {
    for (const cleanup of cleanups.splice(0).reverse()) {
      await cleanup().catch((error: unknown) => options.log.warn({ err: error }, 'stopping failed'))
    }
  }
  try {
    const started = await start(options, (cleanup) => {
      cleanups.push(cleanup)
      options.signal?.throwIfAborted()
    })
    return { ...started, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function start(
  { config, role, log, rootDirectory, progress = () => undefined }: ProcessOptions,
  onStop: (cleanup: () => Promise<unknown>) => void,
): Promise<Omit<RunningProcess, 'stop'>> {
  // Loading it takes a second or two, in which an embedded database starts.
  const loadingConsole =
    role === 'worker' ? Promise.resolve(null) : loadConsole({ config, rootDirectory, log })
  // Whoever awaits it below hears of its failure.
  loadingConsole.catch(() => undefined)
  const databaseUrl = await openOrStartDatabase(config, progress, onStop)
  const plugins = await loadPlugins({ rootDirectory, config, log, startsSandbox: true })
  const sandbox = await startSandbox({ config, plugins, log })
  if (sandbox !== null) onStop(() => sandbox.close())
  const sandboxUrl = config.sandboxUrl ?? sandbox?.url

  const database = openDatabase({ url: databaseUrl, poolSize: config.databasePoolSize, name: role })
  onStop(() => database.close())
  const overrides = new Map([
    ...(sandboxUrl === undefined ? [] : sandboxOverrides(sandboxUrl, plugins.sandboxedHosts)),
    ...config.hostOverrides,
  ])
  const connectorHttp = openConnectorHttp({
    overrides,
    callTimeoutMs: config.publishingCallSeconds * 1_000,
  })
  onStop(() => connectorHttp.close())
  const open = providerOpener(overrides)
  const storage = openStorage({ config, plugins, open })
  onStop(async () => storage.close?.())
  const mail = openMail({ config, plugins, open, sandboxUrl })
  if (mail?.close !== undefined) onStop(async () => mail.close?.())
  const { billing, inboxes } = openBilling({ config, plugins, open })
  const context: Context = {
    logins: openLogins({ plugins, open }),
    config,
    database,
    plugins,
    connectorHttp,
    storage,
    mail,
    ai: openAi({ config, plugins, open }),
    billing,
    inboxes: [...mailInboxes(mail), ...inboxes],
    usedProviders: findProviders({ config, plugins, hasSandbox: sandboxUrl !== undefined }),
    log,
  }

  const mountConsole = await loadingConsole
  const serving = role === 'worker' ? context : await serve(context, { mountConsole }, onStop)
  const { publicUrl } = serving.config
  if (role !== 'worker' && sandbox !== null && publicUrl !== undefined) {
    await registerCallbacks(sandbox, { plugins, inboxes: context.inboxes, publicUrl, log })
  }
  if (role !== 'api') {
    const worker = startWorker(serving, { databaseUrl })
    onStop(() => worker.stop())
  }
  const consoleUrl = mountConsole === null ? null : `${publicUrl}/admin`
  return { context: serving, url: publicUrl ?? null, consoleUrl, sandbox }
}

/** Listens, and from then on knows the address that links have to carry. */
async function serve(
  context: Context,
  options: { readonly mountConsole: MountConsole | null },
  onStop: (cleanup: () => Promise<unknown>) => void,
): Promise<Context> {
  const { config } = context
  const nextFree = config.environment === 'development'
  if (config.publicUrl !== undefined) {
    const app = await buildApp(context, options)
    onStop(() => app.close())
    await listen(app, { ...config, nextFree })
    return context
  }
  // Links carry the address, which is known only once a free port is found.
  const known = { ...config }
  const serving: Context = { ...context, config: known }
  const app = await buildApp(serving, options)
  onStop(() => app.close())
  known.publicUrl = await listen(app, { ...config, nextFree })
  return serving
}

async function openOrStartDatabase(
  config: Config,
  progress: (what: string) => void,
  onStop: (cleanup: () => Promise<unknown>) => void,
): Promise<string> {
  if (config.databaseUrl !== undefined) {
    // Production migrates as a step of its own, before the new version starts.
    if (config.environment !== 'production') await migrateUp(config.databaseUrl)
    else await refuseOutdated(config.databaseUrl)
    return config.databaseUrl
  }
  progress('Starting PostgreSQL …')
  const embedded = await startEmbeddedPostgres({ folder: join(config.dataDir, 'postgres') })
  onStop(() => embedded.stop())
  const migrated = await migrateUp(embedded.url)
  if (migrated.length > 0) progress(`Migrated: ${migrated.length} migrations.`)
  return embedded.url
}

/** A server on tables that it does not know would fail request by request; an unreachable database may come back. */
async function refuseOutdated(url: string): Promise<void> {
  const pending = await pendingMigrations(url).catch(() => [])
  if (pending.length > 0) {
    throw new Error(
      `The database lacks migrations (${pending.join(', ')}). Run: npm run t21 -- migrate`,
    )
  }
}
