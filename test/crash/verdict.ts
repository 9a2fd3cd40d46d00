import type { Context } from '../../core/src/context.ts'
import type { DeliveryState } from '../../core/src/features/publishing/states.ts'
import type { LivePost, LivePosts } from './live-posts.ts'
import type { Planned } from './setup.ts'

/** What a run comes to. Everything but `published` has to be zero. */
export interface Verdict {
  published: number
  /** Ended, and not there. */
  lost: number
  /** There more than once. */
  duplicates: number
  /** There, and recorded as something else; or the other way round; or under another id; or without its notice. */
  misrecorded: number
  /** Not at an end. */
  unfinished: number
  readonly details: string[]
  /** Deliveries of which something is told in `details`. */
  readonly suspects: Set<string>
}

interface Recorded {
  readonly state: ReadonlyMap<string, DeliveryState>
  readonly parts: ReadonlyMap<string, { readonly remote_id: string | null; readonly proof: string }>
  readonly told: ReadonlySet<string>
}

/** Compares what T21 recorded of these deliveries with what the network has. */
export async function judgeRun(
  context: Context,
  live: LivePosts,
  planned: readonly Planned[],
): Promise<Verdict> {
  const recorded = await readRecords(context)
  const verdict: Verdict = {
    published: 0,
    lost: 0,
    duplicates: 0,
    misrecorded: 0,
    unfinished: 0,
    details: [],
    suspects: new Set(),
  }
  for (const one of planned) {
    const note = (
      kind: 'lost' | 'duplicates' | 'misrecorded' | 'unfinished',
      what: string,
    ): void => {
      const { network, scenario } = one
      verdict[kind] += 1
      verdict.suspects.add(one.id)
      verdict.details.push(
        `${kind}: ${network.connector.id} ${scenario.point} ${scenario.form} ${one.id} ${what}`,
      )
    }
    const state = recorded.state.get(one.id) ?? 'canceled'
    if (state === 'published') {
      verdict.published += 1
      if (!recorded.told.has(one.postId)) note('misrecorded', 'published without a notice')
    } else if (!['failed', 'expired', 'canceled'].includes(state)) note('unfinished', state)
    for (const position of one.texts.keys()) {
      const posts = live.ofPart(one, position)
      const part = recorded.parts.get(`${one.id}|${position}`)
      const remoteId = part?.remote_id
      if (posts.length > 1) note('duplicates', `part ${position}: ${posts.length} times`)
      if (posts.length > 0) {
        if (!isOneOf(posts, part)) {
          note(
            'misrecorded',
            `part ${position} is there as ${posts[0]?.id}, recorded as ${remoteId}`,
          )
        }
      } else if (typeof remoteId === 'string') {
        note('misrecorded', `part ${position} recorded but not there`)
      } else if (state !== 'published') note('lost', `part ${position}, ${state}`)
      else note('lost', `part ${position} of a published delivery`)
    }
  }
  return verdict
}

async function readRecords({ database: { system } }: Context): Promise<Recorded> {
  const deliveries = await system('social_posts').select<{ id: string; state: DeliveryState }[]>(
    'id',
    'state',
  )
  const parts = await system('delivery_parts').select<
    { delivery_id: string; position: number; remote_id: string | null; proof: string }[]
  >('delivery_id', 'position', 'remote_id', 'proof')
  const notices = await system('notifications').where({ type: 'POST_PUBLISHED' })
  return {
    state: new Map(deliveries.map(({ id, state }) => [id, state])),
    parts: new Map(parts.map((part) => [`${part.delivery_id}|${part.position}`, part])),
    told: new Set(notices.map(({ subject_id }) => subject_id)),
  }
}

function isOneOf(
  posts: readonly LivePost[],
  part: { readonly remote_id: string | null; readonly proof: string } | undefined,
): boolean {
  const remoteId = part?.remote_id
  if (typeof remoteId !== 'string') return false
  // A person has seen it, and its address does not tell the network's id.
  if (part?.proof === 'person' && remoteId.startsWith('seen:')) return true
  return posts.some(({ id }) => id === remoteId)
}

/** What happened to a delivery, one line a step: to be read where something went wrong. */
export async function historyOf(context: Context, id: string): Promise<string[]> {
  const { system } = context.database
  const delivery = await system('social_posts').where({ id }).first()
  const parts = await system('delivery_parts').where({ delivery_id: id }).orderBy('position')
  const events = await system('delivery_events').where({ delivery_id: id }).orderBy('id')
  return [delivery, ...parts, ...events].map((row) => JSON.stringify(row))
}

/** The same for the naive control, which records no parts: how often something is there twice. */
export function countDuplicates(
  live: LivePosts,
  planned: readonly Planned[],
): { duplicates: number; lost: number } {
  const counts = planned.map((one) => live.ofPart(one, 0).length)
  return {
    duplicates: counts.filter((count) => count > 1).length,
    lost: counts.filter((count) => count === 0).length,
  }
}
