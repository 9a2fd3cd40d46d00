import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { isStorageKey, type StoredObject } from '@t21/plugin-kit'

const pageSize = 1_000

/** The next files of a storage folder, in the order of their keys; links and whatever has no key are left out. */
export async function listFiles(folder: string, after = ''): Promise<StoredObject[]> {
  const page: StoredObject[] = []
  for (const organization of await sortedNames(folder, '/')) {
    // `<organization>/` and everything in it come before what is behind them.
    if (`${organization}/\u{ffff}` <= after) continue
    for (const name of await sortedNames(join(folder, organization), '')) {
      const key = `${organization}/${name}`
      if (key <= after || !isStorageKey(key)) continue
      // What is removed meanwhile is not there any more.
      const facts = await stat(join(folder, key)).catch(() => undefined)
      if (facts?.isFile() !== true) continue
      page.push({ key, size: facts.size, storedAt: facts.mtime })
      if (page.length === pageSize) return page
    }
  }
  return page
}

/** Names in a folder, in the order that they have with this behind them; none where there is no folder. */
async function sortedNames(folder: string, behind: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return []
    throw error
  })
  return names.toSorted((a, b) => (a + behind < b + behind ? -1 : 1))
}
