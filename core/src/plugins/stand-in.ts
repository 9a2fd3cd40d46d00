import type { Emulator } from '@t21/plugin-kit/sandbox'
import { importCredentials, importEmulator } from './import-plugin.ts'
import type { LoaderOptions } from './loader.ts'
import type { InstalledPackage } from './packages.ts'

/** What can stand in for a network or a provider; without the emulation itself where another process runs it. */
export type StandIn = Pick<Emulator, 'credentials'> & { readonly emulator?: Emulator }

/**
 * How much of the emulations a process needs: nothing where no sandbox may stand in for a network; their credentials;
 * or all of them, where it starts the sandbox itself.
 */
export type EmulationUse = 'none' | 'credentials' | 'whole'

/** See {@link EmulationUse}. */
export function emulationUse(
  { config, startsSandbox = false }: LoaderOptions,
  plugins: readonly InstalledPackage[],
): EmulationUse {
  if (!sandboxAllowed(config)) return 'none'
  if (config.sandboxUrl !== undefined) return 'credentials'
  if (!plugins.some(({ json }) => kindOf(json.t21) === 'sandbox')) return 'none'
  return startsSandbox ? 'whole' : 'credentials'
}

/** In production the sandbox is used only where it is asked for by name. */
export function sandboxAllowed(config: LoaderOptions['config']): boolean {
  return (
    config.sandbox === 'on' || (config.sandbox === 'auto' && config.environment !== 'production')
  )
}

/** The emulation that a plugin brings. A broken one leaves its plugin as it is: without one. */
export async function standInFor(
  installed: InstalledPackage,
  use: EmulationUse,
  log: LoaderOptions['log'],
): Promise<StandIn | undefined> {
  if (use === 'none') return undefined
  try {
    if (use === 'credentials') {
      const credentials = await importCredentials(installed)
      return credentials && { credentials }
    }
    const emulator = await importEmulator(installed)
    return emulator && { emulator, credentials: emulator.credentials }
  } catch (error) {
    log.warn({ err: error, plugin: installed.name }, 'an emulation cannot be used')
    return undefined
  }
}

function kindOf(manifest: unknown): unknown {
  return (manifest as { kind?: unknown } | null | undefined)?.kind
}
