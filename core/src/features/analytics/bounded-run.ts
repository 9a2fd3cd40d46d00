/** What a run is bounded by. */
export interface Bounds {
  readonly atATime: number
  /** Nothing new is begun after this. */
  readonly milliseconds: number
  /** Nor after this, so that a stopping process need not wait long. */
  readonly stop: AbortSignal | undefined
}

/** Works on items, a few at a time, until time is up; the rest is left for the next run. */
export async function boundedRun<Item>(
  items: readonly Item[],
  bounds: Bounds,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const end = performance.now() + bounds.milliseconds
  const queue = items.values()
  await Promise.all(
    Array.from({ length: bounds.atATime }, async () => {
      for (const item of queue) {
        if (performance.now() > end || bounds.stop?.aborted) return
        await work(item)
      }
    }),
  )
}

/** Makes a job of which each process runs one at a time: a ring that comes meanwhile does nothing and answers 0. */
export function oneAtATime<Subject extends object>(
  job: (subject: Subject, stop?: AbortSignal) => Promise<number>,
): typeof job {
  const running = new WeakSet<Subject>()
  return async (subject, stop) => {
    if (running.has(subject)) return 0
    running.add(subject)
    try {
      return await job(subject, stop)
    } finally {
      running.delete(subject)
    }
  }
}
