import type { EmulatorContext } from '@t21/plugin-kit/sandbox'

const epoch = 1288834974657n
const sequenceBits = 22n
const sequenceMask = (1n << sequenceBits) - 1n

/**
 * A new id: decimal, and rising within the sandbox's time (twitter.md 0). The low bits count all ids
 * ever given out, so that an id stays unique when the clock is set back.
 */
export function newId(context: EmulatorContext): string {
  const counters = context.store.collection<number>('counters')
  const sequence = counters.get('ids') ?? 0
  counters.set('ids', sequence + 1)
  return String(firstIdAt(context.now().getTime()) | (BigInt(sequence) & sequenceMask))
}

/** The lowest id of a millisecond since 1970. */
export function firstIdAt(millisecond: number): bigint {
  return (BigInt(millisecond) - epoch) << sequenceBits
}
