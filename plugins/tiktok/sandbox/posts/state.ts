import { processing } from '../api/limits.ts'
import type { Arrival, Publication } from './publication.ts'

/** How far an attempt has come. */
export type State = 'transferring' | 'processing' | 'failed' | 'in_inbox' | 'complete'

/**
 * The state at `now` (milliseconds since 1970). Every question for the status and every second since the
 * last byte moves it by one step.
 */
export function stateOf(publication: Publication, now: number): State {
  const { arrival, cancelled, mode, postedByHandAt, upload } = publication
  if (cancelled) return 'failed'
  if (arrival === null) return 'transferring'
  const step = stepOf(arrival, now)
  const isHeld = now < arrival.slowUntil
  // What TikTok fetches is slow to come; what it was sent is slow to be worked on.
  if (step < processing.downloaded || (isHeld && upload === null)) return 'transferring'
  if (step < processing.done || isHeld) return 'processing'
  if (arrival.failure !== null) return 'failed'
  return mode === 'direct' || postedByHandAt !== null ? 'complete' : 'in_inbox'
}

/** `fail_reason` of an attempt that failed. */
export function failureOf({ cancelled, arrival }: Publication): string {
  return cancelled ? 'publish_cancelled' : (arrival?.failure ?? 'internal')
}

/** Whether everybody sees the post and its id is told: public, moderated and not taken down. */
export function isPublic(publication: Publication, now: number): boolean {
  const { arrival, takenDownAt } = publication
  if (arrival === null || stateOf(publication, now) !== 'complete') return false
  if (!mayBePublic(publication) || (takenDownAt !== null && takenDownAt <= now)) return false
  return stepOf(arrival, now) >= processing.moderated && now >= arrival.moderatedUntil
}

/** Whether its privacy lets the post become public at all. What a person posts by hand does. */
export function mayBePublic({ mode, info }: Publication): boolean {
  return mode === 'inbox' || info.privacy === 'PUBLIC_TO_EVERYONE'
}

/** Whether a public post was taken down. */
export function isTakenDown(publication: Publication, now: number): boolean {
  const { takenDownAt } = publication
  return takenDownAt !== null && takenDownAt <= now && stateOf(publication, now) === 'complete'
}

function stepOf({ at, polls }: Arrival, now: number): number {
  return Math.max(polls, Math.floor((now - at) / 1000))
}
