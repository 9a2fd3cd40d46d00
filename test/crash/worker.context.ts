import { pino } from 'pino'
import { readConfig } from '../../core/src/config.ts'
import { withoutProviders, type Context } from '../../core/src/context.ts'
import { openDatabase } from '../../core/src/db/database.ts'
import { openConnectorHttp } from '../../core/src/plugins/connector-http.ts'
import { sandboxOverrides } from '../../core/src/plugins/host-overrides.ts'
import { readyConnector, type ReadyConnector } from '../../core/src/plugins/registry.ts'
import { openLocalStorage } from '../../core/src/storage/local-storage.ts'
import type { Environment } from './environment.ts'
import { loadNetworks } from './networks/index.ts'
import { watchConnector, type ConnectorWatch } from './watch-connector.ts'

/** A real process's context on the sandbox, with times short enough to crash often. */
export async function crashContext(
  environment: Environment,
  options: { readonly watch?: ConnectorWatch; readonly callTimeoutMs?: number } = {},
): Promise<Context> {
  const seconds = (usual: number): string => `${usual * environment.patience * 1_000}ms`
  const config = readConfig({
    NODE_ENV: 'test',
    DATABASE_POOL_SIZE: '8',
    T21_DATA_DIR: environment.dataDir,
    PUBLIC_URL: environment.publicUrl,
    // Few at a time: a kill hits the one it is meant for, and a neighbour now and then. With more, most deliveries
    // are hit as neighbours, long before they get to the point that was planned for them.
    PUBLISHING_IN_FLIGHT: '2',
    PUBLISHING_LEASE: seconds(3),
    PUBLISHING_CALL_TIMEOUT: seconds(2),
    PUBLISHING_QUIET: seconds(6),
    PUBLISHING_SWEEP: '300ms',
    PUBLISHING_POLL: '100ms',
    ...environment.variables,
  })
  const plugins = await readyConnectors(environment, options.watch)
  const byPlatform = new Map(plugins.map((plugin) => [plugin.connector.platform, plugin]))
  return {
    config,
    database: openDatabase({ url: environment.databaseUrl, poolSize: 8, name: 'crash' }),
    plugins: {
      records: [],
      connectors: new Map(plugins.map(({ connector }) => [connector.platform, connector])),
      ready: (platform) => byPlatform.get(platform),
    },
    connectorHttp: openConnectorHttp({
      overrides: sandboxOverrides(
        environment.sandboxUrl,
        plugins.flatMap(({ connector }) => connector.hosts),
      ),
      callTimeoutMs: options.callTimeoutMs ?? config.publishingCallSeconds * 1_000,
    }),
    storage: openLocalStorage(environment.dataDir),
    ...withoutProviders,
    log: pino({ level: environment.logLevel ?? 'silent' }),
  }
}

async function readyConnectors(
  { networks }: Environment,
  watch: ConnectorWatch | undefined,
): Promise<ReadyConnector[]> {
  const loaded = await loadNetworks(networks.map(({ id }) => id))
  return loaded.map(({ connector }) => {
    const settings = networks.find(({ id }) => id === connector.id)?.settings ?? {}
    const ready = readyConnector(connector, settings)
    if (watch === undefined) return ready
    return { ...ready, connector: watchConnector(ready.connector, watch) }
  })
}
