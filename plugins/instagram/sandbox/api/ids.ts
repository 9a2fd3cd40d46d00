import { createHash } from 'node:crypto'
import type { EmulatorContext } from '@t21/plugin-kit/sandbox'

/** Where the ids of a kind begin; all are beyond 2^53, as Instagram's. */
const ranges = {
  container: 17_889_000_000_000_000n,
  media: 18_000_000_000_000_000n,
  comment: 17_900_000_000_000_000n,
} as const

/**
 * A new id of a kind. Ids of a kind grow, and are odd, so that one that went through a double is another.
 */
export function newId(context: EmulatorContext, kind: keyof typeof ranges): string {
  const counters = context.store.collection<number>('counters')
  const count = (counters.get(kind) ?? 0) + 1
  counters.set(kind, count)
  // The step hides how many there are and keeps to the range for a million of them.
  return String(ranges[kind] + BigInt(count) * 1_000_002n + 1n)
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** The short code of a post's address, which follows from its id: `DQx3…`. */
export function shortcodeOf(mediaId: string): string {
  const digest = createHash('sha256').update(mediaId).digest()
  const rest = [...digest.subarray(0, 10)].map((byte) => alphabet.charAt(byte % 64)).join('')
  return `D${rest}`
}
