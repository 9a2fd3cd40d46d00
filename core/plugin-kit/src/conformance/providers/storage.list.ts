import type { Storage, StoredObject } from '../../storage.ts'
import { newKey, stored } from './storage.bytes.ts'
import type { StorageCheck } from './storage.check.ts'

/** Lists: what is there, page by page. */
export const listChecks: readonly StorageCheck[] = [
  {
    name: 'everything that is stored is in the list once, in the order of the keys, with its size',
    async run(storage, expect) {
      // Names of which one begins with the other: their order is that of whole keys.
      const organizations = ['ab', 'ab-c', 'abc', 'B']
      const keys: string[] = []
      for (const organization of [...organizations, ...organizations]) {
        keys.push(await stored(storage, organization, newKey(organization)))
      }
      const all = await everything(storage)
      const listed = all.map(({ key }) => key)
      expect.equal(listed, listed.toSorted(), 'the order')
      expect.equal(new Set(listed).size, listed.length, 'how many different ones there are')
      for (const key of keys) {
        const size = key.indexOf('/')
        expect.equal(all.find((one) => one.key === key)?.size, size, `the size of ${key}`)
      }
    },
  },
  {
    name: 'a list goes on after any key, there or not, and tells when something was stored',
    async run(storage, expect) {
      const key = await stored(storage, 'one')
      const all = await everything(storage)
      const at = all.findIndex((one) => one.key === key)
      const rest = await storage.list(key)
      expect.equal(rest[0]?.key, all[at + 1]?.key, 'what follows')
      const [again] = await storage.list(key.slice(0, -1))
      expect.equal(again?.key, key, 'what follows a key that is not there')
      const age = Date.now() - (again?.storedAt.getTime() ?? 0)
      expect.ok(Math.abs(age) < 120_000, `It was stored ${age} ms ago, by its own words.`)
    },
  },
  {
    name: 'what was removed is in no list',
    async run(storage, expect) {
      const key = await stored(storage, 'one')
      await storage.remove(key)
      const all = await everything(storage)
      expect.ok(!all.some((one) => one.key === key), `${key} is still listed.`)
    },
  },
]

async function everything(storage: Storage): Promise<StoredObject[]> {
  const all: StoredObject[] = []
  let page = await storage.list()
  while (page.length > 0) {
    all.push(...page)
    page = await storage.list(page.at(-1)?.key)
  }
  return all
}
