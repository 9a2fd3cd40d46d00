/** What somebody who waits for a run hears of it. */
export interface Waiting<Event> {
  /** Aborted when this one does not wait any more. */
  readonly signal: AbortSignal
  /** Told all events of the run, those before one came included. */
  readonly onEvent?: ((event: Event) => void) | undefined
}

/** What came of a run, and whether it was begun by who asks. */
export interface Joined<Result> {
  readonly result: Result
  readonly isFirst: boolean
}

interface Run<Event, Result> {
  readonly controller: AbortController
  readonly result: Promise<Result>
  readonly events: Event[]
  readonly listeners: Set<(event: Event) => void>
  waiting: number
}

/** Runs that are shared while they last by all who ask for the same. */
export interface InFlight<Event, Result> {
  /**
   * Waits for the run with this key, which is begun where there is none. It is aborted when nobody waits for it any more.
   *
   * @throws what the run throws; what the signal was aborted with
   */
  join(
    key: string,
    begin: (signal: AbortSignal, tell: (event: Event) => void) => Promise<Result>,
    waiting: Waiting<Event>,
  ): Promise<Joined<Result>>
}

/** See {@link InFlight}. Of this process alone. */
export function makeInFlight<Event, Result>(): InFlight<Event, Result> {
  const runs = new Map<string, Run<Event, Result>>()

  function start(
    key: string,
    begin: (signal: AbortSignal, tell: (event: Event) => void) => Promise<Result>,
  ): Run<Event, Result> {
    const controller = new AbortController()
    const events: Event[] = []
    const listeners = new Set<(event: Event) => void>()
    const tell = (event: Event) => {
      events.push(event)
      for (const listener of listeners) listener(event)
    }
    const result = begin(controller.signal, tell)
    const run = { controller, result, events, listeners, waiting: 0 }
    runs.set(key, run)
    const forget = () => {
      if (runs.get(key) === run) runs.delete(key)
    }
    void result.then(forget, forget)
    return run
  }

  return {
    async join(key, begin, { signal, onEvent }) {
      signal.throwIfAborted()
      const known = runs.get(key)
      const isFirst = known === undefined
      const run = known ?? start(key, begin)
      run.waiting += 1
      if (onEvent !== undefined) {
        for (const event of run.events) onEvent(event)
        run.listeners.add(onEvent)
      }
      const gone = Promise.withResolvers<never>()
      const leave = () => gone.reject(signal.reason)
      signal.addEventListener('abort', leave, { once: true })
      try {
        return { result: await Promise.race([run.result, gone.promise]), isFirst }
      } finally {
        signal.removeEventListener('abort', leave)
        if (onEvent !== undefined) run.listeners.delete(onEvent)
        run.waiting -= 1
        if (run.waiting === 0) {
          // Whoever asks now begins anew, in place of joining what is being ended.
          if (runs.get(key) === run) runs.delete(key)
          run.controller.abort(new DOMException('Nobody waits any more.', 'AbortError'))
        }
      }
    },
  }
}
