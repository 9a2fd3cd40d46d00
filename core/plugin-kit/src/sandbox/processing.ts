import type { EmulatorContext } from './emulator.ts'

/** What a network works on for a while: a film, a container. */
export interface Processed {
  /** Not done before this time, whatever is asked, in milliseconds since 1970. */
  readonly slowUntil: number
  /** Why it will fail, in the network's own words or numbers; `null` where it will not. */
  readonly failure: unknown
}

/**
 * The work with the faults that were asked for on this operation: `processing_slow` holds it for `slowSeconds` from now,
 * `processing_failed` lets it end in `failure`.
 */
export function withProcessingFaults<Work extends Processed>(
  context: EmulatorContext,
  work: Work,
  faults: { readonly slowSeconds: number; readonly failure: NonNullable<Work['failure']> },
): Work {
  const slowUntil = context.fault('processing_slow')
    ? context.now().getTime() + faults.slowSeconds * 1000
    : work.slowUntil
  const failure = context.fault('processing_failed') ? faults.failure : work.failure
  return { ...work, slowUntil, failure }
}
