import type { Principal } from '../../core/src/authz/principal.ts'
import type { Context } from '../../core/src/context.ts'
import {
  resolveDelivery,
  retryDelivery,
} from '../../core/src/features/publishing/deliveries.service.ts'
import { ownerOf } from '../support/principal.ts'
import type { Planned } from './setup.ts'
import { livePosts } from './verdict.ts'

interface Row {
  readonly id: string
  readonly organization_id: string
  readonly part: number
  readonly state: 'needs_attention' | 'failed'
}

/**
 * Does what a customer does with "please look whether it is there": looks at the network, and says what is seen.
 *
 * @returns how many decisions were made
 */
export async function decide(
  context: Context,
  sandboxUrl: string,
  planned: readonly Planned[],
): Promise<number> {
  const waiting = await context.database
    .system('social_posts')
    .where({ state: 'needs_attention' })
    // Said before the database went away: the second half of the decision is still to be made.
    .orWhereRaw(`state = 'failed' and error ->> 'code' = 'not_published'`)
    .select<Row[]>('id', 'organization_id', 'part', 'state')
  if (waiting.length === 0) return 0
  const live = await livePosts(sandboxUrl)
  for (const { id, organization_id, part, state } of waiting) {
    const one = planned.find((candidate) => candidate.id === id)
    if (one === undefined) continue
    const principal = await memberOf(context, organization_id)
    const seen = live.find(
      ({ account, text }) =>
        account.username === one.handle &&
        text.startsWith(one.texts[part] ?? '') &&
        text.replace(/ https:\/\/t\.co\/\w+$/, '') === one.texts[part],
    )
    if (seen === undefined || state === 'failed') {
      if (state !== 'failed') {
        await resolveDelivery(context, principal, id, { outcome: 'not_published' })
      }
      await retryDelivery(context, principal, id)
    } else {
      await resolveDelivery(context, principal, id, {
        outcome: 'published',
        url: `https://x.com/${one.handle}/status/${seen.id}`,
      })
    }
  }
  return waiting.length
}

async function memberOf(context: Context, organizationId: string): Promise<Principal> {
  const member = await context.database
    .system('team_members')
    .where({ organization_id: organizationId })
    .first<{ user_id: string }>('user_id')
  return ownerOf(organizationId, member.user_id)
}
