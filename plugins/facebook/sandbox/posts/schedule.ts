import { invalidParameter, type Parameters } from '@t21/meta-graph/sandbox'
import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { postLimits } from '../api/limits.ts'
import type { PostState } from './post.ts'

/** When something is published, and in what state it is until then. */
export interface Timing {
  readonly state: PostState
  /** Milliseconds since 1970. */
  readonly at: number
}

const unpublishedTypes: readonly string[] = [
  'SCHEDULED',
  'SCHEDULED_RECURRING',
  'DRAFT',
  'ADS_POST',
  'INLINE_CREATED',
  'PUBLISHED',
  'REVIEWABLE_BRANDED_CONTENT',
]

/**
 * `published`, `scheduled_publish_time` and `unpublished_content_type` (facebook.md 2.1 and 2.8).
 *
 * @throws GraphRefusal 100 for what does not go together, and for a time outside of the window
 */
export function readTiming(context: EmulatorContext, params: Parameters): Timing {
  const now = context.now().getTime()
  const published = params.flag('published') ?? true
  const type = params.get('unpublished_content_type')
  if (type !== undefined && !unpublishedTypes.includes(type)) {
    throw invalidParameter(
      `Param unpublished_content_type must be one of {${unpublishedTypes.join(', ')}}`,
    )
  }
  const time = params.time('scheduled_publish_time')
  if (published) {
    if (time === undefined) return { state: 'published', at: now }
    throw invalidParameter('You cannot specify a scheduled publish time on a published post')
  }
  if (time === undefined) {
    if (type === 'SCHEDULED') throw invalidParameter('Param scheduled_publish_time is required')
    return { state: type === 'DRAFT' ? 'draft' : 'hidden', at: now }
  }
  requireWindow(now, time, postLimits.scheduleMostSeconds)
  return { state: 'scheduled', at: time }
}

/**
 * Refuses a time that cannot be scheduled for: ten minutes at least from now.
 *
 * @throws GraphRefusal 100
 */
export function requireWindow(now: number, time: number, mostSeconds: number): void {
  const ahead = (time - now) / 1000
  if (ahead >= postLimits.scheduleLeastSeconds && ahead <= mostSeconds) return
  throw invalidParameter(
    'The specified scheduled publish time is invalid: it must lie between 10 minutes and 30 days from now.',
  )
}
