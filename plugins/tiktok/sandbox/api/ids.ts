import { randomBytes } from 'node:crypto'
import type { EmulatorContext } from '@t21/plugin-kit/sandbox'

/**
 * A new id like TikTok's: 19 digits that rise with the sandbox's seconds. Always odd, so that none survives
 * being read as a double.
 */
export function newId(context: EmulatorContext): string {
  const counters = context.store.collection<number>('counters')
  const count = counters.get('ids') ?? 0
  counters.set('ids', count + 1)
  const second = BigInt(Math.floor(context.now().getTime() / 1000))
  return String((second << 32n) | ((BigInt(count) & 0x7fff_ffffn) << 1n) | 1n)
}

/** Something nobody guesses, in letters and digits. */
export function secretPart(length: number): string {
  return randomBytes(length).toString('base64url').replaceAll(/[-_]/g, 'x').slice(0, length)
}
