import { createHash, type Hash } from 'node:crypto'
import { addAbortSignal, Transform, type Readable } from 'node:stream'
import { StorageObjectMissing, type Storage, type StoredObject } from '@t21/plugin-kit'
import type { Database } from '../../db/database.ts'
import { pagesOf } from './orphans.ts'
import { makeSemaphore } from './semaphore.ts'
import { thingsOf, type StoredThing } from './stored-things.ts'

/** What is new is copied in another pass; an end to this is a server that stores faster than it can be copied. */
const mostPasses = 10
const atOnce = 4

/** How a copy is made. */
export interface CopyOptions {
  readonly from: Storage
  readonly to: Storage
  readonly system: Database['system']
  readonly dryRun: boolean
  readonly signal: AbortSignal
  readonly onProgress: (copied: Copied) => void
}

/** What was done, or would be. */
export interface Copied {
  readonly copied: number
  readonly bytes: number
  /** There already, with the same size. */
  readonly there: number
  /** Objects that no row names: they stay where they are. */
  readonly orphans: number
  /** Sentences about what could not be copied. */
  readonly problems: readonly string[]
}

/**
 * Copies every object that the database knows from one storage to another, in passes until one finds nothing new. What is there
 * with the right size is not copied again, so that it goes on where it was stopped. Every copy is read back and compared.
 *
 * @throws the reason of the signal, where it was stopped; nothing half-copied is left
 */
export async function copyStorage(options: CopyOptions): Promise<Copied> {
  const total = { copied: 0, bytes: 0, there: 0, orphans: 0, problems: [] as string[] }
  for (let pass = 1; pass <= mostPasses; pass += 1) {
    const before = total.copied
    Object.assign(total, { there: 0, orphans: 0, problems: [] })
    await copyOnce(options, total)
    if (options.dryRun || total.copied === before) return total
  }
  return total
}

async function copyOnce(
  options: CopyOptions,
  total: { -readonly [Name in keyof Copied]: Copied[Name] } & { problems: string[] },
): Promise<void> {
  const { from, to, system, dryRun, signal } = options
  const inTurn = makeSemaphore(atOnce)
  for await (const page of pagesOf(from)) {
    signal.throwIfAborted()
    const known = await thingsOf(
      system,
      page.map(({ key }) => key),
    )
    const ended = await Promise.allSettled(
      page.map((object) =>
        inTurn(async () => {
          signal.throwIfAborted()
          const thing = known.get(object.key)
          if (thing === undefined) total.orphans += 1
          else if ((await to.size(object.key)) === object.size) total.there += 1
          else {
            const problem = dryRun ? undefined : await copyObject(options, object, thing)
            if (problem === undefined) {
              total.copied += 1
              total.bytes += object.size
            } else total.problems.push(problem)
          }
          options.onProgress(total)
        }),
      ),
    )
    // All have ended, and cleaned up, before anything is closed.
    for (const one of ended) if (one.status === 'rejected') throw one.reason
  }
}

/** @returns what is wrong, or nothing */
async function copyObject(
  { from, to, signal }: CopyOptions,
  { key }: StoredObject,
  { what, id, sha256, mimeType }: StoredThing,
): Promise<string | undefined> {
  const name = `${what} ${id}`
  try {
    const source = createHash('sha256')
    const content = hashing(await from.read(key), source)
    const size = await to.write(key, addAbortSignal(signal, content), mimeType)
    const written = source.digest()
    if (sha256 !== null && !written.equals(sha256)) {
      await to.remove(key)
      return `${name}: its bytes are not those that were stored; it was not copied.`
    }
    const back = await hashOf(await to.read(key), signal)
    if (back.size === size && back.sha256.equals(written)) return undefined
    await to.remove(key)
    return `${name}: the copy was not the same when it was read; it was removed.`
  } catch (error) {
    signal.throwIfAborted()
    // Deleted meanwhile: there is nothing to copy any more.
    if (error instanceof StorageObjectMissing) return undefined
    return `${name}: ${error instanceof Error ? error.message : String(error)}`
  }
}

/** The hash of a stream, and its size in bytes. */
export async function hashOf(
  content: Readable,
  signal?: AbortSignal,
): Promise<{ readonly sha256: Buffer; readonly size: number }> {
  const hash = createHash('sha256')
  let size = 0
  for await (const chunk of content as AsyncIterable<Buffer>) {
    signal?.throwIfAborted()
    hash.update(chunk)
    size += chunk.length
  }
  return { sha256: hash.digest(), size }
}

function hashing(content: Readable, hash: Hash): Readable {
  const passing = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      done(null, chunk)
    },
  })
  content.on('error', (error) => passing.destroy(error))
  passing.on('close', () => content.destroy())
  return content.pipe(passing)
}
