import { wordsOf } from '../check.ts'
import type { TapTest } from '../test-connector.ts'
import { directChecks } from './storage.direct.ts'
import { expectedOf } from './storage.expectations.ts'
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
      const expected = expectedOf()
      try {
        await check.run(storage, expected)
      } catch (error) {
        expected.findings.push(`The check could not go on: ${wordsOf(error)}`)
      }
      for (const finding of expected.findings) subtest.fail(finding)
      if (expected.findings.length === 0) subtest.pass(`${expected.looked()} observations`)
    })
  }
}
