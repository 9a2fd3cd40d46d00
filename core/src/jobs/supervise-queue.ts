import { setTimeout as sleep } from 'node:timers/promises'
import type { Runner } from 'graphile-worker'
import type { Logger } from 'pino'

const longestPauseMilliseconds = 10_000

/**
 * Keeps the queue running through a database that comes and goes: where it cannot start, or ends by itself, it
 * is started again, sooner at first. Publishing does not wait for it.
 */
export function superviseQueue(
  log: Logger,
  start: () => Promise<Runner>,
): { stop(): Promise<void> } {
  const stopping = new AbortController()
  let runner: Runner | undefined

  async function keepRunning(): Promise<void> {
    for (let pause = 500; !stopping.signal.aborted;) {
      try {
        runner = await start()
        pause = 500
        // Whoever stopped everything meanwhile found nothing to stop.
        if (stopping.signal.aborted) await runner.stop()
        await runner.promise
      } catch (error) {
        log.warn({ err: error }, 'the queue does not run; it is started again')
      }
      runner = undefined
      await sleep(pause, undefined, { signal: stopping.signal }).catch(() => undefined)
      pause = Math.min(pause * 2, longestPauseMilliseconds)
    }
  }
  const kept = keepRunning()

  return {
    async stop() {
      stopping.abort()
      await runner?.stop().catch(() => undefined)
      await kept
    },
  }
}
