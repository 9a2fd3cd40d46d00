/** Collects items and hands them over many at a time. */
export interface Batcher<Item, Result> {
  /** Resolves with the result of this item once its batch has run. */
  add(item: Item): Promise<Result>
  /** Resolves once nothing is waiting or running. */
  idle(): Promise<void>
}

interface Waiting<Item, Result> {
  readonly item: Item
  readonly resolve: (result: Result) => void
  readonly reject: (error: unknown) => void
}

/**
 * Makes one statement and one commit serve many items: whatever arrives while a batch is running makes
 * the next one, so that a lone item is not delayed and a flood is not slowed down.
 *
 * A batch that fails is run again item by item, so that one bad item spoils no other.
 *
 * @param run must answer one result an item, in their order
 */
export function makeBatcher<Item, Result>(
  run: (items: readonly Item[]) => Promise<readonly Result[]>,
  options: { readonly maxItems: number; readonly concurrency: number },
): Batcher<Item, Result> {
  let waiting: Waiting<Item, Result>[] = []
  let running = 0
  const idlers: (() => void)[] = []

  function pump(): void {
    while (running < options.concurrency && waiting.length > 0) {
      const batch = waiting.slice(0, options.maxItems)
      waiting = waiting.slice(batch.length)
      running += 1
      void runBatch(batch).finally(() => {
        running -= 1
        pump()
        if (running === 0 && waiting.length === 0) for (const idler of idlers.splice(0)) idler()
      })
    }
  }

  async function runBatch(batch: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await run(batch.map(({ item }) => item))
      for (const [index, { resolve }] of batch.entries()) resolve(results[index] as Result)
    } catch (error) {
      if (batch.length === 1) {
        for (const { reject } of batch) reject(error)
        return
      }
      for (const one of batch) await runBatch([one])
    }
  }

  return {
    add: (item) =>
      new Promise((resolve, reject) => {
        waiting.push({ item, resolve, reject })
        // Whatever is added in the same turn of the event loop shares the batch.
        if (waiting.length === 1) setImmediate(pump)
      }),
    idle: () =>
      running === 0 && waiting.length === 0
        ? Promise.resolve()
        : new Promise((resolve) => idlers.push(resolve)),
  }
}
