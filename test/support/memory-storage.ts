import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { StorageObjectMissing, type Storage } from '@t21/plugin-kit'

/** A storage in memory, for tests that are not about storage. */
export function memoryStorage(): Storage & { readonly objects: ReadonlyMap<string, Buffer> } {
  const objects = new Map<string, Buffer>()
  return {
    name: 'memory',
    objects,
    async write(key, content) {
      const bytes = await buffer(content)
      objects.set(key, bytes)
      return bytes.length
    },
    async read(key, start = 0, end) {
      const bytes = objects.get(key)
      if (bytes === undefined) throw new StorageObjectMissing(`There is no object ${key}.`)
      return Readable.from([bytes.subarray(start, end)])
    },
    async remove(key) {
      objects.delete(key)
    },
    async size(key) {
      return objects.get(key)?.length ?? null
    },
  }
}
