import type { TapTest } from '../test-connector.ts'
import { directChecks } from './storage.direct.ts'
import { observed } from './observed.ts'
import { listChecks } from './storage.list.ts'
import { objectChecks } from './storage.objects.ts'
import type { StorageCheck, StorageConformanceOptions } from './storage.check.ts'

/** Every promise of the contract of a storage, in the order in which it is tried. */
export const storageChecks: readonly StorageCheck[] = [
  ...objectChecks,
  ...listChecks,
  ...directChecks,
]

/**
 * Tests a storage, each check a subtest of its name. What is in it may have been there before; what the checks store stays.
 *
 * ```ts
 * test('the local disk keeps the contract', (t) => testStorage(t, { open: () => openLocalStorage(folder) }))
 * ```
 */
export async function testStorage(t: TapTest, options: StorageConformanceOptions): Promise<void> {
  for (const check of storageChecks) {
    await t.test(check.name, async (subtest) => {
      const storage = await options.open()
      if (check.direct === true && storage.direct === undefined) {
        subtest.pass('not tried: bytes go through T21 only')
        return
      }
      await observed(subtest, (expect) => check.run(storage, expect))
    })
  }
}
