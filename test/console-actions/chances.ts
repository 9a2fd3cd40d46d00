import { createHash } from 'node:crypto'

/** Draws from a seed: the same seed draws the same, in the same order. */
export interface Chances {
  /** True so often, of 1. */
  happens(share: number): boolean
  /** A whole number below this one. */
  below(limit: number): number
  pick<Thing>(from: readonly Thing[]): Thing | undefined
  /** By weights: what weighs 2 is drawn twice as often as what weighs 1. */
  weighted<Name extends string>(weights: Readonly<Record<Name, number>>): Name
}

/** Chances of somebody's own, so that what others draw does not change theirs. */
export function chancesOf(seed: number, whose: string): Chances {
  let drawn = 0
  const next = (): number => {
    const digest = createHash('sha256').update(`${seed}|${whose}|${drawn++}`).digest()
    return digest.readUInt32BE() / 2 ** 32
  }
  const below = (limit: number): number => Math.floor(next() * limit)
  return {
    happens: (share) => next() < share,
    below,
    pick: (from) => from[below(from.length)],
    weighted<Name extends string>(weights: Readonly<Record<Name, number>>): Name {
      const entries = Object.entries(weights) as [Name, number][]
      let left = next() * entries.reduce((sum, [, weight]) => sum + weight, 0)
      for (const [name, weight] of entries) {
        left -= weight
        if (left < 0) return name
      }
      throw new RangeError('There is nothing to draw from.')
    },
  }
}
