import { pino } from 'pino'
import { readConfig } from '../../core/src/config.ts'
import type { Context } from '../../core/src/context.ts'
import { openDatabase } from '../../core/src/db/database.ts'
import { openConnectorHttp } from '../../core/src/plugins/connector-http.ts'
import { sandboxOverrides } from '../../core/src/plugins/host-overrides.ts'
import { readyConnector } from '../../core/src/plugins/registry.ts'
import { openLocalStorage } from '../../core/src/storage/local-storage.ts'
import { connector } from '../../plugins/twitter/src/index.ts'
import type { Environment } from './environment.ts'

/** A real process's context on the sandbox, with times short enough to crash often. */
export function crashContext(environment: Environment): Context {
  const config = readConfig({
    NODE_ENV: 'test',
    DATABASE_POOL_SIZE: '8',
    T21_DATA_DIR: environment.dataDir,
    // Few at a time: a kill hits the one it is meant for, and a neighbour now and then. With more, most deliveries
    // are hit as neighbours, long before they get to the point that was planned for them.
    PUBLISHING_IN_FLIGHT: '2',
    PUBLISHING_LEASE: '3s',
    PUBLISHING_CALL_TIMEOUT: '2s',
    PUBLISHING_QUIET: '6s',
    PUBLISHING_SWEEP: '300ms',
    PUBLISHING_POLL: '100ms',
    ...environment.variables,
  })
  const ready = readyConnector(connector, {
    clientId: 'sandbox-client',
    clientSecret: 'sandbox-secret',
  })
  return {
    config,
    database: openDatabase({ url: environment.databaseUrl, poolSize: 8, name: 'crash' }),
    plugins: {
      records: [],
      connectors: new Map([[connector.platform, connector]]),
      ready: (platform) => (platform === connector.platform ? ready : undefined),
    },
    connectorHttp: openConnectorHttp({
      overrides: sandboxOverrides(environment.sandboxUrl, ready.connector.hosts),
      callTimeoutMs: config.publishingCallSeconds * 1_000,
    }),
    storage: openLocalStorage(environment.dataDir),
    mail: null,
    log: pino({ level: environment.logLevel ?? 'silent' }),
  }
}
