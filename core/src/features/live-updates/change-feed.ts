import type { Context } from '../../context.ts'
import { readChanges, readHead } from './change.queries.ts'
import type { Change, Position } from './change.ts'

/** Hears of everything that changes, in order, in all organizations. */
export type ChangeListener = (changes: readonly Change[]) => void

/** Looks at the audit log for all streams of a process together, and only while there are any. */
export interface ChangeFeed {
  /** @returns from where on the listener hears of everything */
  subscribe(listener: ChangeListener): Promise<Position>
  unsubscribe(listener: ChangeListener): void
}

const batch = 1_000

/** Makes the feed of a process; `everyMs` is how often it looks. */
export function makeChangeFeed(
  { database, log }: Pick<Context, 'database' | 'log'>,
  everyMs: number,
): ChangeFeed {
  const { system } = database
  const listeners = new Set<ChangeListener>()
  let head: Promise<Position> | undefined
  let timer: NodeJS.Timeout | undefined

  function lookLater(): void {
    timer = setTimeout(() => void look(), everyMs)
  }

  async function look(): Promise<void> {
    try {
      let changes: readonly Change[]
      do {
        const from = await head
        if (from === undefined) return
        changes = await readChanges(system, from, batch)
        // Whoever subscribes now begins behind these, or hears of them.
        const last = changes.at(-1)
        if (last !== undefined && head !== undefined) {
          head = Promise.resolve({ transaction: last.transaction, id: last.id })
          for (const listener of listeners) listener(changes)
        }
      } while (changes.length === batch && listeners.size > 0)
    } catch (err) {
      // It goes on from where it was.
      log.warn({ err }, 'live updates cannot be read')
    }
    if (listeners.size > 0) lookLater()
    else head = undefined
  }

  return {
    async subscribe(listener) {
      listeners.add(listener)
      try {
        if (head === undefined) {
          head = readHead(system)
          clearTimeout(timer)
          lookLater()
        }
        return await head
      } catch (error) {
        listeners.delete(listener)
        head = undefined
        throw error
      }
    },
    unsubscribe(listener) {
      listeners.delete(listener)
      if (listeners.size > 0) return
      clearTimeout(timer)
      head = undefined
    },
  }
}
