import type { PluginManifest, Provider, ProviderKind } from '@t21/plugin-kit'
import { importProvider } from './import-plugin.ts'
import type { InstalledPackage } from './packages.ts'
import { PluginFailure } from './plugin-failure.ts'
import { readPluginSettings, type Variables } from './plugin-settings.ts'
import type { PluginStatus, ReadyProvider } from './registry.ts'

/** Imports a provider and reads its settings. @throws PluginFailure where it cannot be used as it is */
export async function loadProvider(
  installed: InstalledPackage,
  manifest: PluginManifest,
  variables: Variables,
): Promise<{
  readonly status: PluginStatus
  readonly provider: Readonly<Provider>
  readonly ready?: ReadyProvider
}> {
  const provider = await importProvider(installed, manifest)
  const given = readPluginSettings(provider.id, provider.settings, variables)
  if (given.state === 'wrong') throw new PluginFailure('settings', given.problems.join(' '))
  if (given.state === 'incomplete') {
    return { provider, status: { state: 'unconfigured', missing: given.missing } }
  }
  const ready = { provider, settings: given.settings }
  return { provider, status: { state: 'ready' }, ready }
}

/**
 * The provider of a kind that a process uses: the one that is asked for, or else the only one that is ready.
 *
 * @param wanted its id, as the variable says it
 * @returns nothing where none is ready and none is asked for
 * @throws Error that says which there are, and names the variable
 */
export function chosenProvider<Kind extends ProviderKind>(
  ready: readonly ReadyProvider<Kind>[],
  { variable, wanted }: { readonly variable: string; readonly wanted: string | undefined },
): ReadyProvider<Kind> | undefined {
  const ids = ready.map(({ provider }) => provider.id).join(', ')
  if (wanted === undefined) {
    if (ready.length > 1) throw new Error(`${variable} has to say which is used: ${ids}.`)
    return ready[0]
  }
  const chosen = ready.find(({ provider }) => provider.id === wanted)
  if (chosen !== undefined) return chosen
  throw new Error(
    `${variable} is "${wanted}", which is not installed and configured; ${ids === '' ? 'none is' : `there is: ${ids}`}.`,
  )
}
