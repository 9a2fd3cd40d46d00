import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { assertStorageKey, StorageObjectMissing, type Storage } from '@t21/plugin-kit'

/** A storage in memory, for tests that are not about storage; as particular about keys as the others. */
export function memoryStorage(): Storage & { readonly objects: ReadonlyMap<string, Buffer> } {
  const objects = new Map<string, Buffer>()
  const times = new Map<string, Date>()
  return {
    name: 'memory',
    objects,
    async write(key, content) {
      assertStorageKey(key)
      const bytes = await buffer(content)
      objects.set(key, bytes)
      times.set(key, new Date())
      return bytes.length
    },
    async read(key, start = 0, end = Infinity) {
      assertStorageKey(key)
      if (start < 0 || end < start) throw new RangeError(`There are no bytes ${start} to ${end}.`)
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
    async list(after = '') {
      return [...objects]
        .filter(([key]) => key > after)
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .slice(0, 1_000)
        .map(([key, bytes]) => ({
          key,
          size: bytes.length,
          storedAt: times.get(key) ?? new Date(),
        }))
    },
  }
}
