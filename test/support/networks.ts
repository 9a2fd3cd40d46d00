import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ConnectorRequest, ConnectorResponse } from '@t21/plugin-kit'
import { pino } from 'pino'
import { buildApp } from '../../core/src/app.ts'
import { readConfig } from '../../core/src/config.ts'
import type { Context } from '../../core/src/context.ts'
import type { Engine } from '../../core/src/features/publishing/engine.ts'
import { openConnectorHttp, type ConnectorHttpHost } from '../../core/src/plugins/connector-http.ts'
import { sandboxOverrides } from '../../core/src/plugins/host-overrides.ts'
import { loadPlugins } from '../../core/src/plugins/loader.ts'
import { startSandbox } from '../../core/src/sandbox.ts'
import { listen } from '../../core/src/server.ts'
import { openLocalStorage } from '../../core/src/storage/local-storage.ts'
import { registerUser, testContext } from './app.ts'
import { buildBrand } from './factories.ts'
import { NetworksClient } from './networks-client.ts'
import { fastPublishing, runEngine } from './publishing.ts'
import { SandboxControl } from './sandbox-control.ts'

interface Teardown {
  teardown(work: () => unknown): unknown
}

/** The installed plugins and the emulations of their networks, with a server and an engine before them. */
export interface Networks {
  readonly context: Context
  readonly engine: Engine
  readonly sandbox: SandboxControl
  /** Where the API answers. */
  readonly url: string
  /** Everything that was logged, a line each. */
  readonly logged: readonly string[]
  /** A new tenant with a brand, logged in. */
  tenant(): Promise<NetworksClient>
  /** So much later, for T21 and for the networks: what waits for its time has waited so long. */
  pass(seconds: number): Promise<void>
}

const rootDirectory = join(import.meta.dirname, '../..')

/** What a test may do to an answer before the connector sees it. */
export type Tamper = (request: ConnectorRequest, response: ConnectorResponse) => ConnectorResponse

/**
 * Starts the server on a port of its own, with the plugins that the root installs and the sandbox in the place of
 * their networks; nothing between the caller and the networks is replaced.
 */
export async function startNetworks(
  t: Teardown,
  options: { readonly variables?: Readonly<Record<string, string>>; readonly tamper?: Tamper } = {},
): Promise<Networks> {
  const dataDir = await mkdtemp(join(tmpdir(), 't21-networks-'))
  t.teardown(() => rm(dataDir, { recursive: true, force: true }))
  const settings = {
    ...fastPublishing,
    PUBLISHING_LEASE: '10s',
    PUBLISHING_CALL_TIMEOUT: '5s',
    T21_DATA_DIR: dataDir,
    T21_SANDBOX_PORT: '0',
    ...options.variables,
  }
  const logged: string[] = []
  const log = pino({ level: 'debug' }, { write: (line) => void logged.push(line) })
  const config = readConfig({ NODE_ENV: 'test', ...settings })
  const plugins = await loadPlugins({ rootDirectory, config, log, startsSandbox: true })
  const running = await startSandbox({ config, plugins, log })
  if (running === null) throw new Error('The sandbox is not wanted: a network has credentials.')
  t.teardown(() => running.close())
  const untouched = openConnectorHttp({
    overrides: sandboxOverrides(running.url, plugins.sandboxedHosts),
    callTimeoutMs: config.publishingCallSeconds * 1_000,
  })
  t.teardown(() => untouched.close())
  const connectorHttp = options.tamper ? tampered(untouched, options.tamper) : untouched
  const storage = openLocalStorage(dataDir)
  const made = await testContext(t, { variables: settings, plugins, connectorHttp, storage, log })
  // Networks fetch files from the address that is known only once the server listens.
  const known = { ...made.context.config }
  const context: Context = { ...made.context, config: known }
  const app = await buildApp(context, { passwordCost: 4 })
  t.teardown(() => app.close())
  const url = await listen(app, { host: '127.0.0.1', port: 0, nextFree: false })
  known.publicUrl = url
  const engine = runEngine(t, context)
  const sandbox = new SandboxControl(running.url)
  return {
    context,
    engine,
    sandbox,
    url,
    logged,
    async tenant() {
      const { auth, organizationId, user } = await registerUser(app)
      // The largest plan: what is tried here is not how many accounts a plan takes.
      await context.database
        .system('organizations')
        .where({ id: organizationId })
        .update({ subscription_tier: 'BUSINESS' })
      const brand = await buildBrand(context.database, { organizationId })
      return new NetworksClient({ url, auth, organizationId, brandId: brand.id, userId: user.id })
    },
    async pass(seconds) {
      await sandbox.advance(seconds)
      await shiftTimes(context, seconds)
      engine.wake()
    },
  }
}

function tampered(host: ConnectorHttpHost, tamper: Tamper): ConnectorHttpHost {
  return {
    ...host,
    forCall(call) {
      const http = host.forCall(call)
      return {
        get written() {
          return http.written
        },
        request: async (request) => tamper(request, await http.request(request)),
      }
    },
  }
}

const moments = {
  social_posts: ['next_at', 'intent_at', 'unknown_since', 'absent_seen_at', 'grace_until'],
  social_accounts: ['paused_until', 'token_expires_at', 'token_refreshed_at', 'refresh_expires_at'],
} as const

/** The database's clock cannot be moved, so what it is compared with is. */
async function shiftTimes({ database }: Context, seconds: number): Promise<void> {
  for (const [table, columns] of Object.entries(moments)) {
    const shifts = columns.map((column) => `${column} = ${column} - make_interval(secs => ?)`)
    await database.system.raw(
      `update ${table} set ${shifts.join(', ')}`,
      columns.map(() => seconds),
    )
  }
}
