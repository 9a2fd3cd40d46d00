/** Saves something a little after it was changed. */
export interface Saver {
  changed(): void
  /** Saves now what was not saved yet, for the last time. Rejects where it cannot be saved. */
  close(): Promise<void>
}

const shortestPause = 200

/**
 * Calls `save` after changes: never twice at once, and with pauses of ten times what a save takes, so
 * that a large sandbox does not spend its time on saving.
 */
export function createSaver(save: () => Promise<void>, onError: (error: unknown) => void): Saver {
  let dirty = false
  let closed = false
  let pause = shortestPause
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> | undefined

  async function run(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    dirty = false
    const started = performance.now()
    running = save()
    try {
      await running
    } catch (error) {
      dirty = true
      throw error
    } finally {
      running = undefined
      pause = Math.max(shortestPause, 10 * (performance.now() - started))
    }
  }

  function schedule(): void {
    if (closed) return
    timer ??= setTimeout(runInBackground, pause).unref()
  }

  function runInBackground(): void {
    run().then(() => {
      if (dirty) schedule()
    }, onError)
  }

  return {
    changed() {
      dirty = true
      if (running === undefined) schedule()
    },
    async close() {
      closed = true
      clearTimeout(timer)
      if (running !== undefined) await running.catch(onError)
      if (dirty) await run()
    },
  }
}
