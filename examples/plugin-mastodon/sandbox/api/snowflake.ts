import type { EmulatorContext } from '@t21/plugin-kit/sandbox'

/** A new id as Mastodon makes them: 48 bits of milliseconds, 16 bits of sequence. */
export function newId(context: EmulatorContext): string {
  const counters = context.store.collection<number>('counters')
  const sequence = counters.get('ids') ?? 0
  counters.set('ids', sequence + 1)
  return String((BigInt(context.now().getTime()) << 16n) | BigInt(sequence & 0xffff))
}
