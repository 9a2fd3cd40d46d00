import type { EmulatorContext } from '@t21/plugin-kit/sandbox'

/** What belongs to what: posts to an account, comments to a post. Saves looking through everything. */
export type Belonging = 'posts_of' | 'comments_of'

/** Ids in the order in which they were added. */
export function idsOf(context: EmulatorContext, what: Belonging, owner: string): readonly string[] {
  return context.store.collection<readonly string[]>(what).get(owner) ?? []
}

/** Adds one. */
export function addIdTo(
  context: EmulatorContext,
  what: Belonging,
  owner: string,
  id: string,
): void {
  context.store.collection<readonly string[]>(what).set(owner, [...idsOf(context, what, owner), id])
}
