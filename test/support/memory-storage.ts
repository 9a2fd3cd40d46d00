import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { StorageObjectMissing, type Storage } from '@t21/plugin-kit'
import { assertStorageKey } from '../../core/src/storage/storage-key.ts'

/** A storage in memory, for tests that are not about storage; as particular about keys as the others. */
export function memoryStorage(): Storage & { readonly objects: ReadonlyMap<string, Buffer> } {
  const objects = new Map<string, Buffer>()
  return {
    name: 'memory',
    objects,
    async write(key, content) {
      assertStorageKey(key)
      const bytes = await buffer(content)
      objects.set(key, bytes)
      return bytes.length
    },
    async read(key, start = 0, end) {
      assertStorageKey(key)
      const bytes = objects.get(key)
      if (bytes === undefined) throw new StorageObjectMissing(`There is no object ${key}.`)
      return Readable.from([bytes.subarray(start, end)])
    },
    async remove(key) {
      assertStorageKey(key)
      objects.delete(key)
    },
    async size(key) {
      assertStorageKey(key)
      return objects.get(key)?.length ?? null
    },
  }
}
