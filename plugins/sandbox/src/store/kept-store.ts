import { join } from 'node:path'
import type { EmulatorStore } from '@t21/plugin-kit/sandbox'
import type { SandboxLogger } from '../logger.ts'
import { bytesInFolder, bytesInMemory } from './bytes.ts'
import { observedMap } from './observed-map.ts'
import { createSaver } from './saver.ts'
import { readSnapshot, writeSnapshot } from './snapshot.ts'

/** An emulation's memory, as the host handles it. */
export interface KeptStore extends EmulatorStore {
  clear(): Promise<void>
  /** Saves what was not saved yet, for the last time. */
  close(): Promise<void>
}

/** What {@link openStore} needs. */
export interface StoreOptions {
  /** Where it is kept over restarts; without it, only in memory. */
  readonly folder: string | undefined
  readonly logger: SandboxLogger
  readonly onChange: () => void
}

/** Opens a store, with what its folder holds from the last time. */
export async function openStore({ folder, logger, onChange }: StoreOptions): Promise<KeptStore> {
  const file = folder === undefined ? undefined : join(folder, 'store.json')
  const loaded = file === undefined ? new Map() : await readSnapshot(file, logger)
  const bytes = folder === undefined ? bytesInMemory() : bytesInFolder(join(folder, 'bytes'))
  const saver = createSaver(
    async () => {
      if (file !== undefined) await writeSnapshot(file, collections)
    },
    (error) => logger.error({ file, error }, 'The sandbox could not save its memory'),
  )

  function changed(): void {
    onChange()
    if (file !== undefined) saver.changed()
  }

  const collections = new Map<string, Map<string, unknown>>()
  for (const [name, entries] of loaded) collections.set(name, observedMap(entries, changed))

  return {
    collection<Value>(name: string): Map<string, Value> {
      let map = collections.get(name)
      if (map === undefined) {
        map = observedMap<unknown>([], changed)
        collections.set(name, map)
      }
      // What an emulation keeps under a name is its own affair: it alone writes and reads it.
      return map as Map<string, Value>
    },
    putBytes: (id, content) => bytes.put(id, content),
    getBytes: (id) => bytes.get(id),
    removeBytes: (id) => bytes.remove(id),
    async clear() {
      for (const map of collections.values()) map.clear()
      await bytes.clear()
    },
    close: () => saver.close(),
  }
}
