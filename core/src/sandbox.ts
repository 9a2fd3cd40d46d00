import { join } from 'node:path'
import type { Logger } from 'pino'
import type { Config } from './config.ts'
import type { ProviderInbox } from './features/webhooks-in/provider-inbox.ts'
import type { LoadedPlugins } from './plugins/loader.ts'
import type { PluginRegistry } from './plugins/registry.ts'

/** The sandbox as it runs beside the server. */
export interface RunningSandbox {
  readonly url: string
  /** @returns false where the callback did not pass the network's handshake, or the network is not emulated */
  registerCallback(network: string, url: string): Promise<boolean>
  close(): Promise<void>
}

/** What the sandbox plugin exports. Core names no plugin: it takes whichever has the kind `sandbox`. */
interface SandboxHost {
  start(options: {
    readonly port: number
    readonly emulators: LoadedPlugins['emulators']
    readonly dataDir: string
    readonly logger: Pick<Logger, 'warn' | 'error'>
  }): Promise<RunningSandbox>
}

/**
 * Starts the sandbox where connectors have no credentials and none runs elsewhere.
 *
 * @throws Error where it is wanted and cannot be had
 */
export async function startSandbox(options: {
  readonly config: Config
  readonly plugins: LoadedPlugins
  readonly log: Logger
}): Promise<RunningSandbox | null> {
  const { config, plugins, log } = options
  if (config.sandboxUrl !== undefined || plugins.emulators.length === 0) return null
  const host = await plugins.sandboxHost()
  if (!isSandboxHost(host)) throw new Error('The sandbox plugin does not export `start`.')
  const start = (port: number) =>
    host.start({
      port,
      emulators: plugins.emulators,
      dataDir: join(config.dataDir, 'sandbox'),
      logger: log,
    })
  const last = config.environment === 'development' ? config.sandboxPort + 20 : config.sandboxPort
  for (let port = config.sandboxPort; ; port += 1) {
    try {
      return await start(port)
    } catch (error) {
      if (!isTaken(error) || config.sandboxPort === 0 || port >= last) throw error
      log.warn(`Port ${port} is taken by another program; the sandbox tries ${port + 1}.`)
    }
  }
}

/**
 * Enters T21's address for webhooks at every emulated network and provider that stands in for a real one, as an operator would at
 * the real ones. A network that is not satisfied sends none, and the log says so.
 *
 * @param publicUrl where T21 answers by now: networks ask before they believe
 */
export async function registerCallbacks(
  sandbox: Pick<RunningSandbox, 'registerCallback'>,
  options: {
    readonly plugins: PluginRegistry
    /** Where the providers of this process tell what happened. */
    readonly inboxes: readonly Pick<ProviderInbox, 'id'>[]
    readonly publicUrl: string
    readonly log: Pick<Logger, 'warn'>
  },
): Promise<void> {
  const { plugins, inboxes, publicUrl, log } = options
  const listening = [
    ...[...plugins.connectors.values()].filter(({ webhook }) => webhook !== undefined),
    ...inboxes,
  ].map(({ id }) => id)
  const emulated = plugins.records.filter(
    ({ id, status }) =>
      status.state === 'ready' && status.sandboxed === true && listening.includes(id),
  )
  await Promise.all(
    emulated.map(async ({ id }) => {
      const url = `${publicUrl}/v1/webhooks/${id}`
      if (await sandbox.registerCallback(id, url)) return
      log.warn(
        { network: id, url },
        'the sandbox sends no webhooks: the address failed the handshake',
      )
    }),
  )
}

function isSandboxHost(value: unknown): value is SandboxHost {
  return (
    typeof value === 'object' &&
    value !== null &&
    'start' in value &&
    typeof value.start === 'function'
  )
}

function isTaken(error: unknown): boolean {
  const code = (one: unknown) => (one as NodeJS.ErrnoException | undefined)?.code
  return code(error) === 'EADDRINUSE' || code((error as Error).cause) === 'EADDRINUSE'
}
