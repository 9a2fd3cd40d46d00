import { pino } from 'pino'
import { readConfig } from '../../core/src/config.ts'
import { withoutProviders, type Context } from '../../core/src/context.ts'
import { openDatabase } from '../../core/src/db/database.ts'
import { openConnectorHttp } from '../../core/src/plugins/connector-http.ts'
import { readyConnector } from '../../core/src/plugins/registry.ts'
import { openLocalStorage } from '../../core/src/storage/local-storage.ts'
import { connector } from '../../plugins/twitter/src/index.ts'

/** Where the parts of a process are. */
export interface Place {
  readonly databaseUrl: string
  readonly dataDir: string
  /** What stands in for the networks; nothing is called without it. */
  readonly networkUrl?: string
  /** Settings as in the environment, where the defaults do not fit. */
  readonly variables?: Readonly<Record<string, string>>
}

/** A process's context with X's connector and every other setting at its default. */
export function benchContext(place: Place): Context {
  const config = readConfig({
    T21_DATA_DIR: place.dataDir,
    LOG_LEVEL: 'warn',
    ...place.variables,
  })
  const ready = readyConnector(connector, { clientId: 'bench', clientSecret: 'bench' })
  const base = place.networkUrl ?? 'http://127.0.0.1:9'
  return {
    config,
    database: openDatabase({
      url: place.databaseUrl,
      poolSize: config.databasePoolSize,
      name: 'bench',
    }),
    plugins: {
      records: [],
      connectors: new Map([[connector.platform, connector]]),
      ready: (platform) => (platform === connector.platform ? ready : undefined),
    },
    connectorHttp: openConnectorHttp({
      overrides: new Map(ready.connector.hosts.map((origin) => [origin, base])),
      callTimeoutMs: config.publishingCallSeconds * 1_000,
    }),
    storage: openLocalStorage(config.dataDir),
    ...withoutProviders,
    log: pino({ level: config.logLevel }, process.stderr),
  }
}
