import type { Ai, Billing, Login, MailTransport, Storage } from '@t21/plugin-kit'
import type { Logger } from 'pino'
import type { Config } from './config.ts'
import type { Database } from './db/database.ts'
import type { ConnectorHttpHost } from './plugins/connector-http.ts'
import type { ProviderInbox } from './features/webhooks-in/provider-inbox.ts'
import type { PluginRegistry } from './plugins/registry.ts'
import { onlyLocalStorage, type UsedProviders } from './plugins/used-providers.ts'

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
  /** `null` where none is configured: what needs it is refused with `AI_NOT_CONFIGURED`. */
  readonly ai: Ai | null
  /** `null` where no provider takes money. */
  readonly billing: Billing | null
  /** Those who say who somebody is, by their id. */
  readonly logins: ReadonlyMap<string, Login>
  /** Where the providers of this process tell what happened. */
  readonly inboxes: readonly ProviderInbox[]
  /** Which they are, for operators. */
  readonly usedProviders: UsedProviders
  readonly log: Logger
}

/** A process that has no provider but its storage. */
export const withoutProviders: Pick<
  Context,
  'mail' | 'billing' | 'ai' | 'logins' | 'inboxes' | 'usedProviders'
> = {
  mail: null,
  billing: null,
  ai: null,
  logins: new Map(),
  inboxes: [],
  usedProviders: onlyLocalStorage,
}
