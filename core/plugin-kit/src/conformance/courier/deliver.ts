import type { Connector } from '../../connector.ts'
import type { PublishPart } from '../../parts.ts'
import type { LoosePart } from '../bench/parts.ts'
import type { Session } from '../bench/session.ts'
import { deliverPart, type Ending } from './deliver-part.ts'
import { freshMemory, type Memory } from './memory.ts'

/** All parts of one delivery. */
export interface Delivery {
  readonly connector: Readonly<Connector>
  readonly session: Session
  readonly parts: readonly LoosePart[]
  /** One for each part. */
  readonly memories: readonly Memory[]
}

/** Memories of a delivery that has not begun. */
export function freshMemories(parts: readonly LoosePart[]): readonly Memory[] {
  return parts.map(freshMemory)
}

/** Delivers the parts that are missing, in order; ends where one does not get through. */
export async function deliver(delivery: Delivery): Promise<Ending> {
  const { connector, session, parts, memories } = delivery
  let last: Ending = { state: 'failed', error: new Error('There is no part.') }
  for (const [index, loose] of parts.entries()) {
    const memory = memories[index] ?? freshMemory()
    if (memory.published !== null) {
      last = { state: 'published', published: memory.published }
      continue
    }
    const before = publishedIds(memories.slice(0, index))
    const part = linked(loose, before)
    last = await deliverPart({ connector, session, part, memory, claimed: before })
    if (last.state !== 'published') return last
  }
  return last
}

/** A part that knows what it answers. */
export function linked(part: LoosePart, before: readonly string[]): PublishPart {
  const rootId = before[0]
  // A first comment stands below the post itself, not below the end of its thread.
  const parentId = part.kind === 'first_comment' ? rootId : before.at(-1)
  const previous = rootId === undefined || parentId === undefined ? null : { rootId, parentId }
  return { ...part, previous }
}

/** The remote ids of parts that are there. */
export function publishedIds(memories: readonly Memory[]): string[] {
  return memories.flatMap(({ published }) => (published === null ? [] : [published.remoteId]))
}
