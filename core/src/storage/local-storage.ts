import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { assertStorageKey, StorageObjectMissing, type Storage } from '@t21/plugin-kit'
import { listFiles } from './local-storage.list.ts'

/** Half-written objects that are older belong to a process that died. */
const abandonedAfterMilliseconds = 24 * 3_600_000

/**
 * Keeps objects as files `<data folder>/media/<organization id>/<random>`. What is being written is in
 * `media/.incoming` and gets its name when all of it is on the disk; what processes that died have left
 * there is removed at the first write.
 */
export function openLocalStorage(dataDir: string): Storage {
  const folder = join(dataDir, 'media')
  const incoming = join(folder, '.incoming')
  let swept: Promise<void> | undefined

  function pathOf(key: string): string {
    assertStorageKey(key)
    return join(folder, key)
  }

  return {
    name: 'local disk',

    async write(key, content) {
      // A stream that breaks before it is read must not end the process; reading it throws.
      content.on('error', () => undefined)
      const target = pathOf(key)
      await mkdir(incoming, { recursive: true })
      await (swept ??= removeAbandoned(incoming))
      const temporary = join(incoming, randomBytes(12).toString('hex'))
      try {
        const size = await writeDurably(temporary, content)
        await mkdir(dirname(target), { recursive: true })
        await rename(temporary, target)
        await sync(dirname(target))
        return size
      } catch (error) {
        await rm(temporary, { force: true })
        throw error
      }
    },

    async read(key, start = 0, end = Infinity) {
      const path = pathOf(key)
      if (start < 0 || end < start) throw new RangeError(`There are no bytes ${start} to ${end}.`)
      const file = await openToRead(path, key)
      if (start === end) {
        await file.close()
        return Readable.from([])
      }
      // Node's `end` is the last byte that is read; ours the first that is not.
      return file.createReadStream({ start, end: end - 1 })
    },

    async remove(key) {
      await rm(pathOf(key), { force: true })
    },

    async size(key) {
      try {
        return (await stat(pathOf(key))).size
      } catch (error) {
        if (isMissing(error)) return null
        throw error
      }
    },

    list: (after) => listFiles(folder, after),
  }
}

async function writeDurably(path: string, content: Readable): Promise<number> {
  const file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(content)
    // A post that is scheduled for next month relies on these bytes: they must survive a power cut.
    await file.sync()
    return (await file.stat()).size
  } finally {
    content.destroy()
    await file.close()
  }
}

/** A name is only safe when its folder is on the disk, too. */
async function sync(folder: string): Promise<void> {
  const handle = await open(folder)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function openToRead(path: string, key: string): Promise<Awaited<ReturnType<typeof open>>> {
  try {
    return await open(path, constants.O_RDONLY | constants.O_NOFOLLOW)
  } catch (error) {
    if (isMissing(error)) throw new StorageObjectMissing(`There is no object ${key}.`)
    throw error
  }
}

async function removeAbandoned(folder: string): Promise<void> {
  const oldest = Date.now() - abandonedAfterMilliseconds
  for (const name of await readdir(folder)) {
    const path = join(folder, name)
    // Another process may be sweeping, or finishing a write.
    const facts = await stat(path).catch(() => undefined)
    if (facts !== undefined && facts.mtimeMs < oldest) await rm(path).catch(() => undefined)
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
