import type { Storage } from '@t21/plugin-kit'
import type { Context } from '../../context.ts'
import { thingsOf } from './stored-things.ts'

/** Younger objects may belong to something whose row is about to be written. */
const youngMilliseconds = 24 * 3_600_000
/** So many are removed at a time; the next day goes on. */
const most = 10_000
/** A storage of which so much is nobody's is probably somebody else's. */
const strangeShare = 0.2
const strangeCount = 100

/** Objects of the storage that no row names. */
export interface Orphans {
  /** All objects that were looked at. */
  readonly looked: number
  /** Those that nobody wants, and that are older than a day. */
  readonly keys: readonly string[]
  readonly bytes: number
}

/** Looks for objects without a row. */
export async function findOrphans(
  { database, storage }: Pick<Context, 'database' | 'storage'>,
  { signal, now = Date.now() }: { readonly signal?: AbortSignal; readonly now?: number } = {},
): Promise<Orphans> {
  const keys: string[] = []
  let [looked, bytes] = [0, 0]
  for await (const page of pagesOf(storage)) {
    signal?.throwIfAborted()
    looked += page.length
    const old = page.filter(({ storedAt }) => now - storedAt.getTime() > youngMilliseconds)
    const known = await thingsOf(
      database.system,
      old.map(({ key }) => key),
    )
    for (const { key, size } of old.filter((one) => !known.has(one.key))) {
      if (keys.length === most) return { looked, keys, bytes }
      keys.push(key)
      bytes += size
    }
  }
  return { looked, keys, bytes }
}

/** Whether so much of the storage is nobody's that it is probably not this T21's. */
export function isStrange({ looked, keys }: Orphans): boolean {
  return keys.length > strangeCount && keys.length > looked * strangeShare
}

/**
 * Removes objects that no row names: what processes that died have left. Where they are a great part of the storage, they stay, and
 * the log says so: another T21 may keep its media there. For the worker.
 *
 * @returns how many are gone
 */
export async function removeOrphans(
  context: Pick<Context, 'database' | 'storage' | 'log'>,
  options: { readonly signal?: AbortSignal; readonly now?: number; readonly sure?: boolean } = {},
): Promise<number> {
  const orphans = await findOrphans(context, options)
  const { looked, keys, bytes } = orphans
  if (isStrange(orphans) && options.sure !== true) {
    context.log.warn(
      { looked, orphans: keys.length },
      'the storage holds too much that is nobody’s',
    )
    return 0
  }
  for (const key of keys) {
    options.signal?.throwIfAborted()
    await context.storage.remove(key)
  }
  if (keys.length > 0) context.log.info({ removed: keys.length, bytes }, 'orphans removed')
  return keys.length
}

/** All pages of a storage. */
export async function* pagesOf(
  storage: Storage,
): AsyncGenerator<Awaited<ReturnType<Storage['list']>>> {
  let page = await storage.list()
  while (page.length > 0) {
    yield page
    page = await storage.list(page.at(-1)?.key)
  }
}
