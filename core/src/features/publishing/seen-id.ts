import type { Delivery } from './delivery.model.ts'

const prefix = 'seen:'

/** What stands for the network's id of a part that a person saw there without giving its address. */
export function seenId({ id, part }: Pick<Delivery, 'id' | 'part'>): string {
  return `${prefix}${id}:${part}`
}

/** True for an id that no network knows: see {@link seenId}. */
export function isSeenId(remoteId: string): boolean {
  return remoteId.startsWith(prefix)
}
