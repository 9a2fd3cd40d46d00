import { once } from 'node:events'

/** Two signals within this time are one: a terminal's Ctrl-C comes from the terminal, and again through npm. */
const sameMilliseconds = 1_000

/** How long a start may take to notice that it is not wanted any more. */
const startMilliseconds = 4_000

/**
 * Runs something until Ctrl-C or a request to end, then stops it. It listens from the beginning, so that
 * what a start has already started is stopped too. A second signal, later, ends the process at once.
 *
 * @param start gives up when the signal is aborted, leaving nothing behind; returns how to stop
 */
export async function untilSignal(
  start: (signal: AbortSignal) => Promise<() => Promise<void>>,
): Promise<void> {
  const signal = abortOnSignal()
  const impatient = (): void => {
    setTimeout(() => process.exit(130), startMilliseconds).unref()
  }
  signal.addEventListener('abort', impatient)
  let stop: () => Promise<void>
  try {
    stop = await start(signal)
  } catch (error) {
    if (signal.aborted) return
    throw error
  }
  signal.removeEventListener('abort', impatient)
  if (!signal.aborted) await once(signal, 'abort')
  await stop()
}

/**
 * A signal that is aborted by Ctrl-C or a request to end, for what stops by itself when it sees it. A second one, later,
 * ends the process at once.
 */
export function abortOnSignal(): AbortSignal {
  const controller = new AbortController()
  let first: number | undefined
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      if (first !== undefined && performance.now() - first > sameMilliseconds) process.exit(130)
      first ??= performance.now()
      controller.abort(new Error(`Stopped by ${name}.`))
    })
  }
  return controller.signal
}
