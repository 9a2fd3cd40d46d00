import type { Storage } from '@t21/plugin-kit'
import type { Database } from '../../db/database.ts'
import { makeSemaphore } from './semaphore.ts'
import { hashOf } from './storage-copy.ts'
import { newestThings, settledThings, type StoredThing } from './stored-things.ts'

const atOnce = 8
const newest = 200

/** What a check found. */
export interface StorageCheck {
  readonly looked: number
  /** Sentences: rows whose bytes are not there, or are others. */
  readonly problems: readonly string[]
}

/**
 * Looks whether the bytes of every row are there, with their size.
 *
 * @param bytes reads them all, and compares their hash where the row knows it
 */
export async function checkStorage(options: {
  readonly storage: Storage
  readonly system: Database['system']
  readonly bytes?: boolean
  readonly signal?: AbortSignal
  readonly onProgress?: (looked: number) => void
}): Promise<StorageCheck> {
  const { storage, system, bytes = false, signal, onProgress } = options
  const problems: string[] = []
  let looked = 0
  const inTurn = makeSemaphore(atOnce)
  for await (const things of settledThings(system)) {
    await Promise.all(
      things.map((thing) =>
        inTurn(async () => {
          signal?.throwIfAborted()
          const problem = await problemOf(storage, thing, bytes)
          if (problem !== undefined) problems.push(problem)
          looked += 1
          onProgress?.(looked)
        }),
      ),
    )
  }
  return { looked, problems }
}

/** The same for what was stored last: enough to notice a storage that is the wrong one. */
export async function checkNewest(
  storage: Storage,
  system: Database['system'],
): Promise<StorageCheck> {
  const things = await newestThings(system, newest)
  const inTurn = makeSemaphore(atOnce)
  const found = await Promise.all(
    things.map((thing) => inTurn(() => problemOf(storage, thing, false))),
  )
  return { looked: things.length, problems: found.filter((problem) => problem !== undefined) }
}

async function problemOf(
  storage: Storage,
  { what, id, key, size, sha256 }: StoredThing,
  bytes: boolean,
): Promise<string | undefined> {
  const found = await storage.size(key)
  if (found === null) return `${what} ${id}: its bytes are not there.`
  if (size !== null && found !== size) return `${what} ${id}: ${found} bytes instead of ${size}.`
  if (!bytes || sha256 === null) return undefined
  const read = await hashOf(await storage.read(key))
  return read.sha256.equals(sha256) ? undefined : `${what} ${id}: its bytes are others.`
}
