/** The sandbox's time: the machine's, moved ahead by what the control API asked for. */
export interface Clock {
  now(): Date
  /** How far it is ahead of the machine's time, in seconds. */
  aheadSeconds(): number
  advance(seconds: number): void
  reset(): void
}

/** A clock that shows the machine's time. */
export function createClock(): Clock {
  let ahead = 0
  return {
    now: () => new Date(Date.now() + ahead * 1000),
    aheadSeconds: () => ahead,
    advance(seconds) {
      ahead += seconds
    },
    reset() {
      ahead = 0
    },
  }
}
