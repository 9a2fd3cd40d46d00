import { setTimeout } from 'node:timers/promises'

/**
 * How long the answers take that must not tell whether an address is known, in milliseconds; well above
 * what the work behind them takes.
 */
export const evenMilliseconds = 150

/** Answers no sooner than after this time, whether the work succeeds or fails. */
export async function atLeast<Result>(
  milliseconds: number,
  work: Promise<Result>,
): Promise<Result> {
  const [outcome] = await Promise.allSettled([work, setTimeout(milliseconds)])
  if (outcome.status === 'rejected') throw outcome.reason
  return outcome.value
}
