import { pino } from 'pino'
import { fakeOAuthConnector } from '../support/fake-oauth.ts'
import { postPlugins } from '../support/post-plugins.ts'
import { readConfig } from '../../core/src/config.ts'
import { withoutProviders, type Context } from '../../core/src/context.ts'
import { openDatabase } from '../../core/src/db/database.ts'
import { openConnectorHttp } from '../../core/src/plugins/connector-http.ts'
import { readyConnector, type PluginRegistry } from '../../core/src/plugins/registry.ts'
import { openLocalStorage } from '../../core/src/storage/local-storage.ts'
import { withCounters, type Counters } from './counters.ts'

/** What a process is told when it starts. */
export interface ServerSettings {
  readonly databaseUrl: string
  readonly dataDir: string
  /** Shown in `pg_stat_activity`. */
  readonly name: string
  readonly variables: Readonly<Record<string, string>>
  /** Its servers by name, and how each counts requests. */
  readonly servers: Readonly<Record<string, Counters>>
  readonly clockAheadMs?: number
}

/** The context of one server of such a process. */
export function serverContext(settings: ServerSettings, counters: Counters): Context {
  const { databaseUrl: url, dataDir, name, variables } = settings
  return {
    config: readConfig({ NODE_ENV: 'test', T21_DATA_DIR: dataDir, ...variables }),
    database: withCounters(openDatabase({ url, poolSize: 8, name }), counters),
    plugins: plugins(),
    connectorHttp: openConnectorHttp({ overrides: new Map(), callTimeoutMs: 5_000 }),
    storage: openLocalStorage(dataDir),
    ...withoutProviders,
    log: pino({ level: process.env['LOG_LEVEL'] ?? 'silent' }),
  }
}

/** The platforms of `postPlugins`, and `FAKE`, at which the code of a consent is the account. */
function plugins(): PluginRegistry {
  const posts = postPlugins()
  const fake = fakeOAuthConnector({
    oauth: {
      ...fakeOAuthConnector().oauth,
      exchange: async (_call, { code }) => ({ accessToken: code, scopes: ['read', 'write'] }),
    },
    accounts: async (_call, { accessToken: id }) => [
      { platformUserId: id, username: id, facts: {} },
    ],
  })
  const ready = readyConnector(fake, { clientId: 'fake-client' })
  return {
    records: [],
    connectors: new Map([...posts.connectors, [fake.platform, fake]]),
    ready: (platform) => (platform === fake.platform ? ready : posts.ready(platform)),
  }
}
