import type { Connector, PluginManifest, Provider, ProviderKind } from '@t21/plugin-kit'
import type { Emulator } from '@t21/plugin-kit/sandbox'
import type { TObject } from 'typebox'
import type { Config } from '../config.ts'
import { importConnector, importDefault, importProvider, manifestOf } from './import-plugin.ts'
import { kitVersion } from './kit-version.ts'
import { installedDependencies, type InstalledPackage } from './packages.ts'
import { PluginFailure, sentencesOf } from './plugin-failure.ts'
import { readPluginSettings } from './plugin-settings.ts'
import {
  readyConnector,
  readyProvider,
  type PluginRecord,
  type PluginRegistry,
  type PluginStatus,
  type ReadyConnector,
  type ReadyProvider,
} from './registry.ts'
import {
  emulationUse,
  sandboxAllowed,
  standInFor,
  type EmulationUse,
  type StandIn,
} from './stand-in.ts'

/** What the loader hears of the process. */
export interface LoaderOptions {
  /** Where the package.json is whose dependencies are the installed plugins. */
  readonly rootDirectory: string
  readonly config: Pick<
    Config,
    'environment' | 'sandbox' | 'sandboxUrl' | 'pluginsRequired' | 'variables'
  >
  readonly log: { warn(details: object, message: string): void }
  /** Whether this process starts the sandbox where one is needed; else no emulation is loaded. */
  readonly startsSandbox?: boolean
}

/** The plugins of a process, and what the sandbox has to do for them. */
export interface LoadedPlugins extends PluginRegistry {
  /** The providers of a kind that can be used, by the names of their packages. */
  providers<Kind extends ProviderKind>(kind: Kind): readonly ReadyProvider<Kind>[]
  /** What can be set of every connector and provider that could be imported, ready or not, by id. */
  readonly schemas: ReadonlyMap<string, TObject>
  /** What the sandbox has to emulate; empty where this process starts none. */
  readonly emulators: readonly Emulator[]
  /** The origins that lead to the sandbox: all hosts of connectors and providers without credentials. */
  readonly sandboxedHosts: readonly string[]
  /** The plugin that hosts the emulations: its default export, imported only where it is needed. */
  sandboxHost(): Promise<unknown>
}

interface LoadOptions extends LoaderOptions {
  readonly kitVersion: string
  readonly emulations: EmulationUse
}

interface Candidate {
  readonly installed: InstalledPackage
  readonly record: PluginRecord
  readonly connector?: Readonly<Connector>
  readonly plugin?: ReadyConnector | undefined
  readonly standIn?: StandIn | undefined
  readonly provider?: Readonly<Provider>
  readonly readyProvider?: ReadyProvider | undefined
}

/**
 * Finds, checks and imports the plugins among the root's dependencies (design.md 5). A plugin that is
 * broken is recorded as such and does not keep the others from working.
 *
 * @throws Error where a plugin of `T21_PLUGINS_REQUIRED` is not ready
 */
export async function loadPlugins(options: LoaderOptions): Promise<LoadedPlugins> {
  const installed = await installedDependencies(options.rootDirectory)
  const plugins = installed.filter(({ json }) => json.t21 !== undefined)
  const how: LoadOptions = {
    ...options,
    kitVersion: await kitVersion(),
    emulations: emulationUse(options, plugins),
  }
  const candidates: Candidate[] = []
  for (const plugin of plugins) {
    const candidate = await load(plugin, candidates, how)
    candidates.push(candidate)
    const { status } = candidate.record
    if (status.state === 'failed') {
      const { error, stage } = status
      options.log.warn({ err: error, plugin: plugin.name, stage }, 'a plugin cannot be used')
    }
  }
  const records = candidates.map(({ record }) => record)
  requireReady(records, options.config.pluginsRequired)
  return assemble(candidates, how)
}

async function load(
  installed: InstalledPackage,
  others: readonly Candidate[],
  options: LoadOptions,
): Promise<Candidate> {
  const describe = (manifest: Partial<PluginManifest>, status: PluginStatus): PluginRecord => ({
    package: installed.name,
    version: installed.json.version ?? 'unknown',
    kind: manifest.kind ?? 'unknown',
    id: manifest.id ?? installed.name,
    status,
  })
  let manifest: Partial<PluginManifest> = {}
  let connector: Readonly<Connector> | undefined
  try {
    const checked = manifestOf(installed, options.kitVersion)
    manifest = checked
    refuseDouble(others, 'id', checked.id, ({ record }) => record.id)
    if (checked.kind === 'sandbox') {
      const status: PluginStatus = sandboxAllowed(options.config)
        ? { state: 'ready' }
        : { state: 'unconfigured', missing: ['T21_SANDBOX'] }
      return { installed, record: describe(checked, status) }
    }
    if (checked.kind !== 'connector') {
      const provider = await importProvider(installed, checked)
      const { ready, ...configured } = await configure(installed, provider, options, readyProvider)
      const record = describe(checked, configured.status)
      return { installed, provider, readyProvider: ready, ...configured, record }
    }
    const imported = await importConnector(installed, checked)
    refuseDouble(others, 'platform', imported.platform, (other) => other.connector?.platform)
    connector = imported
    const { ready, ...configured } = await configure(installed, imported, options, readyConnector)
    return {
      installed,
      connector,
      plugin: ready,
      ...configured,
      record: describe(checked, configured.status),
    }
  } catch (error) {
    const stage = error instanceof PluginFailure ? error.stage : 'import'
    const status = { state: 'failed', stage, cause: sentencesOf(error), error } as const
    const record = describe(manifest, status)
    // One with wrong settings is still known by its platform.
    return connector === undefined ? { installed, record } : { installed, connector, record }
  }
}

/** Reads the settings of a plugin: the operator's, or those of the emulation that stands in for it. */
async function configure<Plugin extends Readonly<Connector> | Readonly<Provider>, Ready>(
  installed: InstalledPackage,
  plugin: Plugin,
  options: LoadOptions,
  make: (plugin: Plugin, settings: Readonly<Record<string, unknown>>, sandboxed: boolean) => Ready,
): Promise<{ ready?: Ready; standIn?: StandIn | undefined; status: PluginStatus }> {
  const { variables } = options.config
  const given = readPluginSettings(plugin.id, plugin.settings, variables)
  if (given.state === 'wrong') throw new PluginFailure('settings', given.problems.join(' '))
  if (given.state === 'complete') {
    const ready = settled(() => make(plugin, given.settings, false))
    return { ready, status: { state: 'ready' } }
  }
  const unconfigured = { state: 'unconfigured', missing: given.missing } as const
  const standIn = await standInFor(installed, options.emulations, options.log)
  // Half of the operator's credentials and half of the sandbox's would be neither.
  const begun = Object.keys(standIn?.credentials ?? {}).some((name) => variables[name])
  if (standIn === undefined || begun) return { standIn, status: unconfigured }
  const borrowed = readPluginSettings(plugin.id, plugin.settings, {
    ...variables,
    ...standIn.credentials,
  })
  if (borrowed.state !== 'complete') return { standIn, status: unconfigured }
  const ready = settled(() => make(plugin, borrowed.settings, true))
  return { ready, standIn, status: { state: 'ready', sandboxed: true } }
}

/** @throws PluginFailure where the settings name no hosts */
function settled<Ready>(make: () => Ready): Ready {
  try {
    return make()
  } catch (error) {
    throw new PluginFailure('settings', sentencesOf(error))
  }
}

/** @throws PluginFailure for the second of two plugins with the same name */
function refuseDouble(
  others: readonly Candidate[],
  what: string,
  value: string,
  read: (other: Candidate) => string | undefined,
): void {
  const first = others.find((other) => read(other) === value)
  if (first === undefined) return
  throw new PluginFailure('shape', `The ${what} "${value}" is taken by ${first.installed.name}.`)
}

/** @throws Error that names the plugin, the stage and the cause */
function requireReady(records: readonly PluginRecord[], required: readonly string[]): void {
  for (const id of required) {
    const record = records.find((candidate) => candidate.id === id)
    if (record === undefined) {
      throw new Error(
        `T21_PLUGINS_REQUIRED names "${id}", which is not among the installed plugins: add its package to the dependencies of the root's package.json.`,
      )
    }
    const { status } = record
    if (status.state === 'unconfigured') {
      throw new Error(
        `The required plugin "${id}" is not configured: set ${status.missing.join(', ')}.`,
      )
    }
    if (status.state === 'failed') {
      throw new Error(
        `The required plugin "${id}" failed (stage "${status.stage}"): ${status.cause}`,
        { cause: status.error },
      )
    }
  }
}

async function assemble(
  candidates: readonly Candidate[],
  options: LoadOptions,
): Promise<LoadedPlugins> {
  const connectors = new Map<string, Readonly<Connector>>()
  const ready = new Map<string, ReadyConnector>()
  const sandboxedHosts: string[] = []
  for (const { connector, plugin, readyProvider: provider, record } of candidates) {
    if (provider?.sandboxed === true) sandboxedHosts.push(...provider.hosts)
    if (connector === undefined) continue
    connectors.set(connector.platform, connector)
    if (record.status.state !== 'ready' || plugin === undefined) continue
    ready.set(connector.platform, plugin)
    if (record.status.sandboxed === true) sandboxedHosts.push(...plugin.connector.hosts)
  }
  const host = candidates.find(
    ({ record: { kind, status } }) => kind === 'sandbox' && status.state === 'ready',
  )
  const { config, emulations } = options
  const emulated = host !== undefined && (config.sandbox === 'on' || sandboxedHosts.length > 0)
  return {
    records: candidates.map(({ record }) => record),
    connectors,
    ready: (platform) => ready.get(platform),
    providers: <Kind extends ProviderKind>(kind: Kind) =>
      candidates.flatMap(({ readyProvider }) =>
        readyProvider?.provider.kind === kind ? [readyProvider as ReadyProvider<Kind>] : [],
      ),
    schemas: new Map(
      candidates.flatMap(({ connector, provider }) => {
        const plugin = connector ?? provider
        return plugin === undefined ? [] : [[plugin.id, plugin.settings] as const]
      }),
    ),
    sandboxedHosts,
    emulators: emulated && emulations === 'whole' ? await emulatorsOf(candidates, options) : [],
    sandboxHost: async () => host && importDefault(host.installed, '.'),
  }
}

/** Once there is a sandbox, it emulates what has credentials as well. */
async function emulatorsOf(
  candidates: readonly Candidate[],
  { emulations, log }: LoadOptions,
): Promise<Emulator[]> {
  const emulators: Emulator[] = []
  for (const { installed, plugin, readyProvider: provider, standIn } of candidates) {
    const configured = (plugin ?? provider) !== undefined && standIn === undefined
    const found = configured ? await standInFor(installed, emulations, log) : standIn
    if (found?.emulator !== undefined) emulators.push(found.emulator)
  }
  return emulators
}
