import type { MailTransport, Storage } from '@t21/plugin-kit'
import type { Logger } from 'pino'
import type { Config } from './config.ts'
import type { Database } from './db/database.ts'
import type { ConnectorHttpHost } from './plugins/connector-http.ts'
import type { PluginRegistry } from './plugins/registry.ts'

/** What a process is made of. Built once in `process.ts`, handed to `buildApp` and `startWorker`. */
export interface Context {
  readonly config: Config
  readonly database: Database
  readonly plugins: PluginRegistry
  /** The only way from here to the networks. */
  readonly connectorHttp: ConnectorHttpHost
  readonly storage: Storage
  /** `null` where none is configured: mail then waits in its table, and `/health` says so. */
  readonly mail: MailTransport | null
  readonly log: Logger
}
