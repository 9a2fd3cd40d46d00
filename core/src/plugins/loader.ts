import type { Connector, PluginManifest } from '@t21/plugin-kit'
import type { Emulator } from '@t21/plugin-kit/sandbox'
import type { Config } from '../config.ts'
import {
  importConnector,
  importDefault,
  importEmulator,
  kitVersion,
  manifestOf,
} from './import-plugin.ts'
import { installedDependencies, type InstalledPackage } from './packages.ts'
import { PluginFailure, sentencesOf } from './plugin-failure.ts'
import { readPluginSettings } from './plugin-settings.ts'
import {
  readyConnector,
  type PluginRecord,
  type PluginRegistry,
  type PluginStatus,
  type ReadyConnector,
} from './registry.ts'

/** What the loader hears of the process. */
export interface LoaderOptions {
  /** Where the package.json is whose dependencies are the installed plugins. */
  readonly rootDirectory: string
  readonly config: Pick<
    Config,
    'environment' | 'sandbox' | 'sandboxUrl' | 'pluginsRequired' | 'variables'
  >
  readonly log: { warn(details: object, message: string): void }
}

/** The plugins of a process, and what the sandbox has to do for them. */
export interface LoadedPlugins extends PluginRegistry {
  /** What the sandbox has to emulate; empty where no sandbox is needed. */
  readonly emulators: readonly Emulator[]
  /** The origins that lead to the sandbox: all hosts of connectors without credentials. */
  readonly sandboxedHosts: readonly string[]
  /** The plugin that hosts the emulations: its default export, imported only where it is needed. */
  sandboxHost(): Promise<unknown>
}

interface LoadOptions extends LoaderOptions {
  readonly kitVersion: string
  /** May the sandbox stand in for a network? */
  readonly sandbox: boolean
}

interface Candidate {
  readonly installed: InstalledPackage
  readonly record: PluginRecord
  readonly connector?: Readonly<Connector>
  readonly plugin?: ReadyConnector
  readonly emulator?: Emulator | undefined
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
    sandbox: sandboxAllowed(options.config) && sandboxReachable(options.config, plugins),
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
  return assemble(candidates, options.config)
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
    const imported = await importConnector(installed, checked)
    refuseDouble(others, 'platform', imported.platform, (other) => other.connector?.platform)
    connector = imported
    const configured = await configure(installed, connector, options)
    return { installed, connector, ...configured, record: describe(checked, configured.status) }
  } catch (error) {
    const stage = error instanceof PluginFailure ? error.stage : 'import'
    const status = { state: 'failed', stage, cause: sentencesOf(error), error } as const
    const record = describe(manifest, status)
    // One with wrong settings is still known by its platform.
    return connector === undefined ? { installed, record } : { installed, connector, record }
  }
}

async function configure(
  installed: InstalledPackage,
  connector: Readonly<Connector>,
  { config, log, sandbox }: LoadOptions,
): Promise<Pick<Candidate, 'plugin' | 'emulator'> & { status: PluginStatus }> {
  const emulator = sandbox ? await emulatorOf(installed, log) : undefined
  const given = readPluginSettings(connector.id, connector.settings, config.variables)
  if (given.state === 'wrong') throw new PluginFailure('settings', given.problems.join(' '))
  if (given.state === 'complete') {
    const plugin = settled(connector, given.settings)
    return { plugin, emulator, status: { state: 'ready' } }
  }
  const unconfigured = { state: 'unconfigured', missing: given.missing } as const
  // Half of the operator's credentials and half of the sandbox's would be neither.
  const begun = Object.keys(emulator?.credentials ?? {}).some((name) => config.variables[name])
  if (emulator === undefined || begun) return { emulator, status: unconfigured }
  const borrowed = readPluginSettings(connector.id, connector.settings, {
    ...config.variables,
    ...emulator.credentials,
  })
  if (borrowed.state !== 'complete') return { emulator, status: unconfigured }
  const plugin = settled(connector, borrowed.settings)
  return { plugin, emulator, status: { state: 'ready', sandboxed: true } }
}

/** @throws PluginFailure where the settings name no hosts */
function settled(
  connector: Readonly<Connector>,
  settings: Readonly<Record<string, unknown>>,
): ReadyConnector {
  try {
    return readyConnector(connector, settings)
  } catch (error) {
    throw new PluginFailure('settings', sentencesOf(error))
  }
}

/** A broken emulation leaves its connector as it is: without one. */
async function emulatorOf(
  installed: InstalledPackage,
  log: LoaderOptions['log'],
): Promise<Emulator | undefined> {
  try {
    return await importEmulator(installed)
  } catch (error) {
    log.warn({ err: error, plugin: installed.name }, 'an emulation cannot be used')
    return undefined
  }
}

/** In production the sandbox is used only where it is asked for by name. */
function sandboxAllowed(config: LoaderOptions['config']): boolean {
  return (
    config.sandbox === 'on' || (config.sandbox === 'auto' && config.environment !== 'production')
  )
}

function sandboxReachable(
  config: LoaderOptions['config'],
  plugins: readonly InstalledPackage[],
): boolean {
  if (config.sandboxUrl !== undefined) return true
  return plugins.some(({ json }) => (json.t21 as { kind?: unknown } | null)?.kind === 'sandbox')
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

function assemble(
  candidates: readonly Candidate[],
  config: LoaderOptions['config'],
): LoadedPlugins {
  const connectors = new Map<string, Readonly<Connector>>()
  const ready = new Map<string, ReadyConnector>()
  const sandboxedHosts: string[] = []
  for (const { connector, plugin, record } of candidates) {
    if (connector === undefined) continue
    connectors.set(connector.platform, connector)
    if (record.status.state !== 'ready' || plugin === undefined) continue
    ready.set(connector.platform, plugin)
    if (record.status.sandboxed === true) sandboxedHosts.push(...plugin.connector.hosts)
  }
  const host = candidates.find(
    ({ record: { kind, status } }) => kind === 'sandbox' && status.state === 'ready',
  )
  const emulated = host !== undefined && (config.sandbox === 'on' || sandboxedHosts.length > 0)
  return {
    records: candidates.map(({ record }) => record),
    connectors,
    ready: (platform) => ready.get(platform),
    sandboxedHosts,
    emulators: emulated ? candidates.flatMap(({ emulator }) => emulator ?? []) : [],
    sandboxHost: async () => host && importDefault(host.installed, '.'),
  }
}
