import { invalid } from '../../errors.ts'

/**
 * Reads the moment at which a post is to go out.
 *
 * @throws ApiError VALIDATION_ERROR for a moment that does not exist or has passed
 */
export function futureTime(scheduledFor: string, now = new Date()): Date {
  const moment = new Date(scheduledFor)
  if (Number.isNaN(moment.getTime())) {
    throw invalid('scheduledFor', 'There is no such moment; use ISO 8601 with a zone.')
  }
  if (moment <= now) {
    throw invalid('scheduledFor', 'Must be a future moment; to publish at once, send publishNow.')
  }
  return moment
}

/** When a post is to go out. */
export type Timing = { readonly at: Date } | 'now'

/** The same as somebody wishes it: the queue's next free moment is known in the transaction that takes it. */
export type WishedTiming = Timing | 'queue'

/** The moment that is meant, now. */
export function momentOf(timing: Timing): Date {
  return timing === 'now' ? new Date() : timing.at
}

/** What a post that waits for approval keeps as its time; `null` for one that is to go out at once. */
export function plannedTime(timing: Timing): Date | null {
  return timing === 'now' ? null : timing.at
}

/**
 * When a new post is to go out; `null` for a draft.
 *
 * @throws ApiError VALIDATION_ERROR
 */
export function timingOf(wish: {
  readonly scheduledFor?: string | null | undefined
  readonly publishNow?: boolean | undefined
  readonly queue?: boolean | undefined
}): WishedTiming | null {
  const scheduled = wish.scheduledFor !== undefined && wish.scheduledFor !== null
  const ways = { publishNow: wish.publishNow === true, queue: wish.queue === true, scheduled }
  const [one, another] = Object.entries(ways).filter(([, meant]) => meant)
  if (one !== undefined && another !== undefined) {
    throw invalid(one[0], 'Send one of publishNow, queue and scheduledFor, not two.')
  }
  if (ways.publishNow) return 'now'
  if (ways.queue) return 'queue'
  return scheduled ? { at: futureTime(wish.scheduledFor) } : null
}
