/** Failures in a row after which a model is left alone. */
const mostFailures = 5
/** How long it is left alone; then one call may try it. */
const restMilliseconds = 30_000

interface Health {
  failures: number
  /** Not asked before this moment, by `now`. */
  restsUntil: number
}

/** What this process has lately seen of each model. */
export interface ModelHealth {
  /** Whether it may be asked now. Says so to one caller only where it has rested. */
  mayAsk(model: string): boolean
  /** It answered something, whatever that was. */
  worked(model: string): void
  /** It did not answer, or was not itself. */
  failed(model: string): void
  /** The provider wants no calls of it until then. */
  pause(model: string, until: Date | undefined): void
  /** Seconds until the first of these may be asked again, at least one. */
  secondsUntilAny(models: readonly string[]): number
}

/** A circuit breaker for each model, and the pauses that the provider asked for. Only of this process: each finds out itself. */
export function makeModelHealth(now: () => number = Date.now): ModelHealth {
  const seen = new Map<string, Health>()
  const of = (model: string): Health => {
    const known = seen.get(model) ?? { failures: 0, restsUntil: 0 }
    seen.set(model, known)
    return known
  }
  return {
    mayAsk(model) {
      const health = of(model)
      if (health.restsUntil > now()) return false
      // The others wait until this one knows.
      if (health.failures >= mostFailures) health.restsUntil = now() + restMilliseconds
      return true
    },
    worked(model) {
      seen.delete(model)
    },
    failed(model) {
      const health = of(model)
      health.failures += 1
      if (health.failures >= mostFailures) health.restsUntil = now() + restMilliseconds
    },
    pause(model, until) {
      const health = of(model)
      const wanted = until?.getTime() ?? now() + restMilliseconds
      health.restsUntil = Math.max(health.restsUntil, wanted)
    },
    secondsUntilAny(models) {
      const waits = models.map((model) => of(model).restsUntil - now())
      return Math.max(1, Math.ceil(Math.min(...waits, restMilliseconds) / 1_000))
    },
  }
}
