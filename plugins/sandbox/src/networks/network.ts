import { join } from 'node:path'
import type { Emulator, EmulatorContext, WallPost } from '@t21/plugin-kit/sandbox'
import type { Changes } from '../changes.ts'
import type { Clock } from '../clock.ts'
import type { SandboxLogger } from '../logger.ts'
import { openStore, type KeptStore } from '../store/kept-store.ts'
import type { Webhooks } from '../webhooks/webhooks.ts'
import { fetchFile } from './fetch-file.ts'

/** A mounted network: its emulation and its memory. */
export interface Network {
  readonly emulator: Emulator
  readonly store: KeptStore
  /** The context outside of a request: no fault is ever used up by it. */
  readonly context: EmulatorContext
}

/** What {@link openNetworks} needs. */
export interface NetworkOptions {
  readonly emulators: readonly Emulator[]
  readonly dataDir: string | undefined
  readonly clock: Clock
  readonly webhooks: Webhooks
  readonly changes: Changes
  readonly logger: SandboxLogger
  /** The sandbox's address, known once it listens. */
  address(): string
}

/**
 * Opens the memory of every network.
 *
 * @throws TypeError for two emulations of one network
 */
export async function openNetworks(options: NetworkOptions): Promise<ReadonlyMap<string, Network>> {
  const networks = new Map<string, Network>()
  for (const emulator of options.emulators) {
    const name = emulator.network
    if (!/^[a-z][a-z0-9-]*$/.test(name)) {
      throw new TypeError(`"${name}" is no name for a network: use lower case letters and digits.`)
    }
    if (networks.has(name)) throw new TypeError(`There are two emulations of "${name}".`)
    networks.set(name, await openNetwork(emulator, options))
  }
  return networks
}

async function openNetwork(emulator: Emulator, options: NetworkOptions): Promise<Network> {
  const { clock, webhooks, changes, logger, dataDir, address } = options
  const store = await openStore({
    folder: dataDir === undefined ? undefined : join(dataDir, emulator.network),
    logger,
    onChange: () => changes.announce(emulator.network),
  })
  const context: EmulatorContext = {
    store,
    now: () => clock.now(),
    origin: (host) => `${address()}/${host}`,
    fault: () => false,
    fetch: fetchFile,
    webhook: (make, afterSeconds = 0) => webhooks.send(emulator.network, make, afterSeconds),
  }
  return { emulator, store, context }
}

/** What a network shows now, newest first. */
export function publishedOn(network: Network): readonly WallPost[] {
  return network.emulator.published?.(network.context) ?? []
}
