import { pathToFileURL } from 'node:url'
import { isDeepStrictEqual } from 'node:util'
import {
  connectorProblems,
  PluginManifest,
  providerProblems,
  type Connector,
  type Provider,
} from '@t21/plugin-kit'
import type { Emulator } from '@t21/plugin-kit/sandbox'
import semver from 'semver'
import { Value } from 'typebox/value'
import { entryPoint, type InstalledPackage, type Subpath } from './packages.ts'
import { PluginFailure } from './plugin-failure.ts'

const kit = '@t21/plugin-kit'

/** Checks what a package says of itself, before any of its code runs. @throws PluginFailure */
export function manifestOf(installed: InstalledPackage, kitVersionHere: string): PluginManifest {
  const manifest = installed.json.t21
  if (!Value.Check(PluginManifest, manifest)) {
    const [problem] = Value.Errors(PluginManifest, manifest)
    throw new PluginFailure(
      'manifest',
      `The "t21" field of its package.json is wrong: ${problem?.instancePath ?? ''} ${problem?.message ?? ''}.`,
    )
  }
  const range = installed.json.peerDependencies?.[kit]
  if (range === undefined || semver.validRange(range) === null) {
    throw new PluginFailure(
      'compatibility',
      `Its package.json needs "peerDependencies": { "${kit}": "<range>" }, such as "^${kitVersionHere}".`,
    )
  }
  if (!semver.satisfies(kitVersionHere, range, { includePrerelease: true })) {
    throw new PluginFailure(
      'compatibility',
      `It is made for ${kit} ${range}; this server has ${kitVersionHere}.`,
    )
  }
  return manifest
}

/** Imports a connector and checks its shape. @throws PluginFailure */
export async function importConnector(
  installed: InstalledPackage,
  manifest: PluginManifest,
): Promise<Readonly<Connector>> {
  const value = await importDefault(installed, '.')
  return asDescribed(value as Readonly<Connector>, manifest, connectorProblems(value))
}

/** Imports a provider and checks its shape. @throws PluginFailure */
export async function importProvider(
  installed: InstalledPackage,
  manifest: PluginManifest,
): Promise<Readonly<Provider>> {
  const value = await importDefault(installed, '.')
  const provider = value as Readonly<Provider>
  const problems = providerProblems(value)
  const said: string = manifest.kind
  if (problems.length === 0 && provider.kind !== said) {
    problems.push(`Its kind is "${provider.kind}", but its package.json says "${said}".`)
  }
  return asDescribed(provider, manifest, problems)
}

function asDescribed<Plugin extends { readonly id: string }>(
  plugin: Plugin,
  manifest: PluginManifest,
  problems: readonly string[],
): Plugin {
  if (problems.length > 0) throw new PluginFailure('shape', problems.join(' '))
  if (plugin.id === manifest.id) return plugin
  throw new PluginFailure(
    'shape',
    `Its id is "${plugin.id}", but its package.json says "${manifest.id}".`,
  )
}

/**
 * Imports the emulation that a connector brings, if it brings one.
 *
 * @throws PluginFailure where there is one that cannot be used
 */
export async function importEmulator(installed: InstalledPackage): Promise<Emulator | undefined> {
  if (entryPoint(installed, './sandbox') === undefined) return undefined
  const value = (await importDefault(installed, './sandbox')) as Partial<Emulator> | undefined
  if (!Array.isArray(value?.routes) || typeof value.credentials !== 'object') {
    throw new PluginFailure('shape', 'Its emulation has no routes or no credentials.')
  }
  const credentials = await credentialsFile(installed)
  if (credentials !== undefined && !isDeepStrictEqual(credentials, value.credentials)) {
    throw new PluginFailure(
      'shape',
      'Its "./sandbox/credentials" are not the credentials of its emulation.',
    )
  }
  return value as Emulator
}

/**
 * The credentials of a connector's emulation: from a file of their own where there is one, so that the emulation need
 * not be loaded for them.
 *
 * @throws PluginFailure where there is an emulation that cannot be used
 */
export async function importCredentials(
  installed: InstalledPackage,
): Promise<Emulator['credentials'] | undefined> {
  return (await credentialsFile(installed)) ?? (await importEmulator(installed))?.credentials
}

async function credentialsFile(
  installed: InstalledPackage,
): Promise<Emulator['credentials'] | undefined> {
  if (entryPoint(installed, './sandbox/credentials') === undefined) return undefined
  const value = await importDefault(installed, './sandbox/credentials')
  if (typeof value === 'object' && value !== null) return value as Emulator['credentials']
  throw new PluginFailure('shape', 'Its "./sandbox/credentials" has no credentials.')
}

/** @throws PluginFailure */
export async function importDefault(
  installed: InstalledPackage,
  subpath: Subpath,
): Promise<unknown> {
  const file = entryPoint(installed, subpath)
  if (file === undefined) throw new PluginFailure('import', `It exports nothing as "${subpath}".`)
  try {
    const module = (await import(pathToFileURL(file).href)) as { default?: unknown }
    return module.default
  } catch (cause) {
    throw new PluginFailure('import', 'It cannot be imported.', { cause })
  }
}
