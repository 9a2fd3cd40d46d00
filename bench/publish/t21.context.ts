import { pino } from 'pino'
import { readConfig } from '../../core/src/config.ts'
import type { Context } from '../../core/src/context.ts'
import { openDatabase } from '../../core/src/db/database.ts'
import { openConnectorHttp } from '../../core/src/plugins/connector-http.ts'
import { openLocalStorage } from '../../core/src/storage/local-storage.ts'
import { connector } from '../../plugins/twitter/src/index.ts'

/** The context of a production worker: every setting at its default, X's connector, one other base address. */
export function workerContext(place: {
  readonly databaseUrl: string
  readonly networkUrl: string
  readonly dataDir: string
}): Context {
  const config = readConfig({ T21_DATA_DIR: place.dataDir, LOG_LEVEL: 'warn' })
  const ready = { connector, settings: { clientId: 'bench', clientSecret: 'bench' } }
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
      overrides: new Map(connector.hosts.map((origin) => [origin, place.networkUrl])),
      callTimeoutMs: config.publishingCallSeconds * 1_000,
    }),
    storage: openLocalStorage(config.dataDir),
    mail: null,
    log: pino({ level: config.logLevel }, process.stderr),
  }
}
