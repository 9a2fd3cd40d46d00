import {
  apiVersionProblems,
  hostProblems,
  scopeProblems,
  scopesOf,
  type ApiVersion,
  type Connector,
  type OAuthScope,
  type Provider,
  type ProviderKind,
} from '@t21/plugin-kit'
import type { TObject } from 'typebox'

/** How far a plugin got, and why not further. */
export type PluginStatus =
  | {
      readonly state: 'ready'
      /** True where the operator configured nothing and the sandbox stands in for the network. */
      readonly sandboxed?: boolean
    }
  | { readonly state: 'unconfigured'; readonly missing: readonly string[] }
  | {
      readonly state: 'failed'
      readonly stage: 'manifest' | 'compatibility' | 'import' | 'shape' | 'settings'
      /** Sentences, from the outside in. */
      readonly cause: string
      /** The error itself, for the log. */
      readonly error?: unknown
    }

/** What is known of one installed plugin. */
export interface PluginRecord {
  readonly package: string
  readonly version: string
  readonly kind: string
  readonly id: string
  readonly status: PluginStatus
}

/** A connector whose settings are known, and so its hosts and the scopes it asks for. */
export type SettledConnector = Readonly<Connector> & {
  readonly hosts: readonly string[]
  readonly oauth: Connector['oauth'] & { readonly scopes: readonly OAuthScope[] }
}

/** A connector that can be used, with its settings. */
export interface ReadyConnector {
  readonly connector: SettledConnector
  readonly settings: Readonly<Record<string, unknown>>
}

/**
 * A connector with its settings, and with the hosts and scopes that these name.
 *
 * @throws TypeError for hosts, scopes or a version that are none
 */
export function readyConnector(
  connector: Readonly<Connector>,
  settings: Readonly<Record<string, unknown>>,
): ReadyConnector {
  const { hosts, oauth } = connector
  const origins = typeof hosts === 'function' ? hosts(settings) : hosts
  const scopes = scopesOf(oauth, settings)
  const version = connector.apiVersion?.(settings)
  const problems = [
    ...hostProblems(origins),
    ...scopeProblems(scopes),
    ...(version === undefined ? [] : apiVersionProblems(version)),
  ]
  if (problems.length > 0) throw new TypeError(problems.join(' '))
  const settled = { ...connector, hosts: origins, oauth: Object.freeze({ ...oauth, scopes }) }
  return { connector: Object.freeze(settled), settings }
}

/** The version of the network's API that is spoken; `null` where it has none. */
export function apiVersionOf({ connector, settings }: ReadyConnector): ApiVersion | null {
  return connector.apiVersion?.(settings) ?? null
}

/** A provider that can be used, with its settings. */
export interface ReadyProvider<Kind extends ProviderKind = ProviderKind> {
  readonly provider: Readonly<Provider<Kind>>
  readonly settings: Readonly<Record<string, unknown>>
  /** Where it may go with the `fetch` of its host. */
  readonly hosts: readonly string[]
  /** The operator configured nothing, and the sandbox stands in for the provider. */
  readonly sandboxed: boolean
}

/**
 * A provider with its settings, and with the hosts that these name.
 *
 * @throws TypeError for hosts that are none
 */
export function readyProvider(
  provider: Readonly<Provider>,
  settings: Readonly<Record<string, unknown>>,
  sandboxed: boolean,
): ReadyProvider {
  const { hosts: declared = [] } = provider
  const hosts = typeof declared === 'function' ? declared(settings) : declared
  const problems = hosts.length === 0 ? [] : hostProblems(hosts)
  if (problems.length > 0) throw new TypeError(problems.join(' '))
  return { provider, settings, hosts, sandboxed }
}

/** The plugins of this process. */
export interface PluginRegistry {
  readonly records: readonly PluginRecord[]
  /** Every connector that could be imported, ready or not, by platform (`TWITTER`). */
  readonly connectors: ReadonlyMap<string, Readonly<Connector>>
  /** What can be set of each plugin that could be imported, ready or not, by id; left out where nobody asks. */
  readonly schemas?: ReadonlyMap<string, TObject>
  /** The connector of a platform, if it is ready to be used. */
  ready(platform: string): ReadyConnector | undefined
}
