import type { Principal } from '../../core/src/authz/principal.ts'
import type { Context } from '../../core/src/context.ts'
import {
  resolveDelivery,
  retryDelivery,
} from '../../core/src/features/publishing/deliveries.service.ts'
import { ownerOf } from '../support/principal.ts'
import { readLivePosts } from './live-posts.ts'
import type { Planned } from './setup.ts'

interface Row {
  readonly id: string
  readonly organization_id: string
  readonly part: number
  readonly state: 'needs_attention' | 'failed'
  readonly error: { readonly code: string } | null
}

/** A decision that was asked of a person. */
export interface Decision {
  readonly planned: Planned
  /** Why it was asked. */
  readonly code: string
}

/** Does what a customer does with "please look whether it is there": looks at the network, and says what is seen. */
export async function decide(
  context: Context,
  sandboxUrl: string,
  planned: ReadonlyMap<string, Planned>,
): Promise<Decision[]> {
  const waiting = await context.database
    .system('social_posts')
    .where({ state: 'needs_attention' })
    // Said before the database went away: the second half of the decision is still to be made.
    .orWhereRaw(`state = 'failed' and error ->> 'code' = 'not_published'`)
    .select<Row[]>('id', 'organization_id', 'part', 'state', 'error')
  if (waiting.length === 0) return []
  const live = await readLivePosts(sandboxUrl)
  const decisions: Decision[] = []
  for (const { id, organization_id, part, state, error } of waiting) {
    const one = planned.get(id)
    if (one === undefined) continue
    const principal = await memberOf(context, organization_id)
    const [seen] = live.ofPart(one, part)
    if (state === 'needs_attention') decisions.push({ planned: one, code: error?.code ?? '' })
    if (seen === undefined || state === 'failed') {
      if (state !== 'failed') {
        await resolveDelivery(context, principal, id, { outcome: 'not_published' })
      }
      await retryDelivery(context, principal, id)
    } else {
      await resolveDelivery(context, principal, id, { outcome: 'published', url: seen.url })
    }
  }
  return decisions
}

async function memberOf(context: Context, organizationId: string): Promise<Principal> {
  const member = await context.database
    .system('team_members')
    .where({ organization_id: organizationId })
    .first<{ user_id: string }>('user_id')
  return ownerOf(organizationId, member.user_id)
}
