import { createHash } from 'node:crypto'
import type { EmulatorContext } from '@t21/plugin-kit/sandbox'

const sequenceMask = (1n << 22n) - 1n

/**
 * A new number of 19 digits, as posts, activities and comments have them: its upper bits are the time
 * (linkedin.md 0). The low bits count all numbers ever given out, so that they stay unique.
 */
export function newNumber(context: EmulatorContext): string {
  const sequence = nextCount(context, 'numbers')
  return String((BigInt(context.now().getTime()) << 22n) | (BigInt(sequence) & sequenceMask))
}

/** 1, 2, 3 … for each name. */
export function nextCount(context: EmulatorContext, name: string): number {
  const counters = context.store.collection<number>('counters')
  const count = (counters.get(name) ?? 0) + 1
  counters.set(name, count)
  return count
}

/** A digest from which an account's fixed traits are drawn. */
export function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
