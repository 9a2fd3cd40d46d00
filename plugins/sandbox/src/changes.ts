/** Tells open pages what to read anew. A topic is a network's name or `outbox`. */
export interface Changes {
  announce(topic: string): void
  /** @returns what ends the subscription */
  subscribe(listener: (topics: readonly string[]) => void): () => void
  close(): void
}

/** Many changes in this time, in milliseconds, become one announcement. */
const gatherFor = 250

/** Gathers changes, so that a page is not told two thousand times a second, and nobody if no page is open. */
export function createChanges(): Changes {
  const listeners = new Set<(topics: readonly string[]) => void>()
  const topics = new Set<string>()
  let timer: NodeJS.Timeout | undefined

  function tell(): void {
    timer = undefined
    const gathered = [...topics]
    topics.clear()
    for (const listener of listeners) listener(gathered)
  }

  return {
    announce(topic) {
      if (listeners.size === 0) return
      topics.add(topic)
      timer ??= setTimeout(tell, gatherFor).unref()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close() {
      clearTimeout(timer)
      listeners.clear()
    },
  }
}
