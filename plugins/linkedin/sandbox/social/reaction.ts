import type { EmulatorContext } from '@t21/plugin-kit/sandbox'

/** What people can feel (linkedin.md 9). */
export const reactionTypes = [
  'LIKE',
  'PRAISE',
  'EMPATHY',
  'INTEREST',
  'APPRECIATION',
  'ENTERTAINMENT',
] as const

/** One of {@link reactionTypes}. */
export type ReactionType = (typeof reactionTypes)[number]

/** One actor's reaction. */
export interface Reaction {
  readonly actor: string
  readonly type: ReactionType
  /** Milliseconds since 1970. */
  readonly at: number
}

/** The reactions to a post or comment, by its URN. */
export function reactionsTo(context: EmulatorContext, urn: string): readonly Reaction[] {
  return reactionsOf(context).get(urn) ?? []
}

/** Keeps a reaction; an actor has one, and another one takes its place. */
export function react(context: EmulatorContext, urn: string, reaction: Reaction): void {
  const others = reactionsTo(context, urn).filter(({ actor }) => actor !== reaction.actor)
  reactionsOf(context).set(urn, [...others, reaction])
}

function reactionsOf(context: EmulatorContext): Map<string, readonly Reaction[]> {
  return context.store.collection<readonly Reaction[]>('reactions')
}
