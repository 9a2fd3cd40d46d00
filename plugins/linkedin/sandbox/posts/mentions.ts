import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { findActor } from '../accounts/actor.ts'
import type { Segment } from './little-text.ts'

/** Mentions stay only where the name is exactly that of the member or organization; else they are text. */
export function resolveMentions(
  context: EmulatorContext,
  segments: readonly Segment[],
): readonly Segment[] {
  return segments.map((segment) => {
    if (segment.kind !== 'mention') return segment
    const actor = findActor(context, segment.urn)
    if (actor?.displayName === segment.name) return segment
    return { kind: 'text', text: segment.name }
  })
}
