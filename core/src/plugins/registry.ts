import { hostProblems, type Connector } from '@t21/plugin-kit'

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

/** A connector whose settings are known, and so its hosts. */
export type SettledConnector = Readonly<Connector> & { readonly hosts: readonly string[] }

/** A connector that can be used, with its settings. */
export interface ReadyConnector {
  readonly connector: SettledConnector
  readonly settings: Readonly<Record<string, unknown>>
}

/**
 * A connector with its settings, and with the hosts that these name.
 *
 * @throws TypeError for hosts that are none
 */
export function readyConnector(
  connector: Readonly<Connector>,
  settings: Readonly<Record<string, unknown>>,
): ReadyConnector {
  const { hosts } = connector
  const origins = typeof hosts === 'function' ? hosts(settings) : hosts
  const problems = hostProblems(origins)
  if (problems.length > 0) throw new TypeError(problems.join(' '))
  return { connector: Object.freeze({ ...connector, hosts: origins }), settings }
}

/** The plugins of this process. */
export interface PluginRegistry {
  readonly records: readonly PluginRecord[]
  /** Every connector that could be imported, ready or not, by platform (`TWITTER`). */
  readonly connectors: ReadonlyMap<string, Readonly<Connector>>
  /** The connector of a platform, if it is ready to be used. */
  ready(platform: string): ReadyConnector | undefined
}
