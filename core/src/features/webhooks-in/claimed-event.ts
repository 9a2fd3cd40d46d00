import type { Knex } from 'knex'
import type { QueryBuilder } from 'objection'
import { SocialAccount } from '../social-accounts/social-account.model.ts'
import { idsOf, type StoredEvent } from './stored-event.ts'

/** An event that this process acts on. */
export interface ClaimedEvent {
  readonly id: string
  readonly platform: string
  readonly event: StoredEvent
  /** This one included. */
  readonly attempts: number
  readonly receivedAt: Date
}

/**
 * When it happened, at the latest: networks sign whole seconds, and one whose clock is ahead cannot have told before
 * it happened.
 */
export function momentOf({ event, receivedAt }: ClaimedEvent): Date {
  if (event.at === undefined) return receivedAt
  const at = new Date(event.at)
  const end = at.getTime() % 1_000 === 0 ? new Date(at.getTime() + 999) : at
  return end < receivedAt ? end : receivedAt
}

/**
 * The accounts that an event is about, in all organizations: the account that it names, and all that the person whom it
 * names has granted.
 */
export function accountsOf(
  system: Knex,
  { platform, event }: Pick<ClaimedEvent, 'platform' | 'event'>,
): QueryBuilder<SocialAccount> {
  return SocialAccount.query(system)
    .where({ platform })
    .where((either) => {
      void either.whereIn('platform_user_id', idsOf(event))
      if (event.userId !== undefined) void either.orWhere('granted_by', event.userId)
    })
    .orderBy('id')
}
