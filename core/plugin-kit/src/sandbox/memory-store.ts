import type { EmulatorStore } from './store.ts'

/** The emulation's memory, for tests without a host. */
export function memoryStore(): EmulatorStore {
  const collections = new Map<string, Map<string, unknown>>()
  const bytes = new Map<string, Buffer>()
  return {
    collection<Value>(name: string): Map<string, Value> {
      const map = collections.get(name) ?? new Map<string, unknown>()
      collections.set(name, map)
      // An emulation alone writes and reads what it keeps under a name.
      return map as Map<string, Value>
    },
    async putBytes(id, content) {
      bytes.set(id, Buffer.from(content))
    },
    getBytes: async (id) => bytes.get(id),
    async removeBytes(id) {
      bytes.delete(id)
    },
  }
}
