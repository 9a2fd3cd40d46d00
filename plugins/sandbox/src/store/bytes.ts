import { createHash } from 'node:crypto'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { writeFileWhole } from './write-file.ts'

/** Keeps pictures and videos. */
export interface ByteStore {
  put(id: string, bytes: Uint8Array): Promise<void>
  get(id: string): Promise<Buffer | undefined>
  remove(id: string): Promise<void>
  clear(): Promise<void>
}

/** Keeps bytes as long as the process lives. */
export function bytesInMemory(): ByteStore {
  const kept = new Map<string, Buffer>()
  return {
    async put(id, bytes) {
      // A copy: the given bytes may be a small window into a large request.
      kept.set(id, Buffer.from(bytes))
    },
    get: async (id) => kept.get(id),
    async remove(id) {
      kept.delete(id)
    },
    async clear() {
      kept.clear()
    },
  }
}

/** Keeps bytes as files of a folder. */
export function bytesInFolder(folder: string): ByteStore {
  return {
    put: (id, bytes) => writeFileWhole(join(folder, fileNameOf(id)), bytes),
    get: (id) => readIfThere(join(folder, fileNameOf(id))),
    remove: (id) => rm(join(folder, fileNameOf(id)), { force: true }),
    clear: () => rm(folder, { recursive: true, force: true }),
  }
}

/**
 * A file name for any id, however it is written. Upper case is not kept as it is, because on some
 * systems `A` and `a` are the same file.
 */
export function fileNameOf(id: string): string {
  if (/^[a-z0-9_-]{1,80}$/.test(id)) return id
  return `sha256.${createHash('sha256').update(id).digest('hex')}`
}

async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
