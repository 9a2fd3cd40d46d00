import type { Context } from '../../context.ts'
import { withinTime } from '../../http/within-time.ts'
import { newStorageKey } from '../../storage/storage-key.ts'

const patienceMilliseconds = 2_000
/** A storage may be a service that counts calls: it is asked seldom, and sooner again where it is down. */
const freshMilliseconds = { ok: 30_000, down: 5_000 } as const

/** Behind all keys of T21: nothing follows, so that even a large storage has nothing to tell. */
const lastKey = `${'z'.repeat(64)}/${'z'.repeat(64)}`

/** Whether media can be stored and read. */
export type StorageStatus = keyof typeof freshMilliseconds

/** Makes the question "does the storage answer?", which is answered from memory for a while. */
export function makeStorageCheck(
  context: Pick<Context, 'storage' | 'log'>,
  now: () => number = () => performance.now(),
): () => Promise<StorageStatus> {
  let last: { readonly at: number; readonly status: StorageStatus } | undefined
  let asking: Promise<StorageStatus> | undefined
  async function ask(): Promise<StorageStatus> {
    const status = await storageStatus(context)
    last = { at: now(), status }
    asking = undefined
    return status
  }
  return async () => {
    if (last !== undefined && now() - last.at < freshMilliseconds[last.status]) return last.status
    asking ??= ask()
    return asking
  }
}

/** Asks for an object that is not there: an answer is an answer. A bucket that is not there has no objects either, but no list. */
async function storageStatus({
  storage,
  log,
}: Pick<Context, 'storage' | 'log'>): Promise<StorageStatus> {
  try {
    const answers = Promise.all([storage.size(newStorageKey('health')), storage.list(lastKey)])
    await withinTime(patienceMilliseconds, answers)
    return 'ok'
  } catch (err) {
    log.warn({ err }, 'health: the storage does not answer as it should')
    return 'down'
  }
}
