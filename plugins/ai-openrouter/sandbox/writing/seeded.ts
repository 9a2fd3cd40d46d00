import { createHash } from 'node:crypto'

/** Choices that are the same for the same words. */
export interface Chance {
  /** From 0 to below `limit`. */
  below(limit: number): number
  pick<Item>(items: readonly [Item, ...Item[]]): Item
  /** The same items in another order. */
  shuffled<Item>(items: readonly Item[]): Item[]
}

/** Chance by the words of `seed`. */
export function chanceOf(...seed: readonly string[]): Chance {
  let drawn = 0
  function below(limit: number): number {
    drawn += 1
    const digest = createHash('sha256')
      .update(JSON.stringify([drawn, ...seed]))
      .digest()
    return digest.readUInt32BE(0) % limit
  }
  return {
    below,
    pick: (items) => items[below(items.length)] ?? items[0],
    shuffled(items) {
      const left = [...items]
      return items.flatMap(() => left.splice(below(left.length), 1))
    },
  }
}
