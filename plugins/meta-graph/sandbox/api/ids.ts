import { createHash } from 'node:crypto'
import type { EmulatorContext } from '@t21/plugin-kit/sandbox'

/** An id of 17 digits, beyond 2^53, that follows from what it names: a reset changes no ids. */
export function derivedId(kind: string, name: string): string {
  const digest = createHash('sha256').update(`${kind}:${name.toLowerCase()}`).digest()
  return `1${String(digest.readBigUInt64BE(0) % 10n ** 16n).padStart(16, '0')}`
}

/** A new id of 18 digits, beyond 2^53: `122`, seconds of the sandbox's time, and a count of all ids ever given out. */
export function newId(context: EmulatorContext): string {
  const counters = context.store.collection<number>('counters')
  const count = counters.get('ids') ?? 0
  counters.set('ids', count + 1)
  const seconds = Math.floor(context.now().getTime() / 1000)
  return `122${String(seconds).padStart(10, '0')}${String(count % 100_000).padStart(5, '0')}`
}
