import { randomUUID } from 'node:crypto'
import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { traitsOf, type Account } from '../accounts/account.ts'
import { presentPost } from '../posts/post-view.ts'
import type { StoredPost } from '../posts/post.ts'
import { signed } from './signature.ts'
import { isHeard } from './webhook-store.ts'

/** Fields of a post in an event, besides those that every post has. */
const postFields = [
  'author_id',
  'conversation_id',
  'created_at',
  'entities',
  'in_reply_to_user_id',
  'lang',
  'referenced_tweets',
]

/** Tells of a new post of an account (`post.create`) to whoever has subscribed. Protected accounts are told of to nobody. */
export function tellCreated(context: EmulatorContext, account: Account, post: StoredPost): void {
  if (!mayBeTold(context, account, 'post.create')) return
  const query = { fields: postFields, words: 'tweet' } as const
  const payload = {
    ...presentPost(post, query, context.now().getTime()),
    id_str: post.id,
    author_id_str: post.authorId,
  }
  tell(context, 'post.create', { user_id: account.id }, payload)
}

/** Tells of a post that is gone (`post.delete`). */
export function tellDeleted(context: EmulatorContext, account: Account, post: StoredPost): void {
  if (!mayBeTold(context, account, 'post.delete')) return
  tell(context, 'post.delete', { user_id: account.id }, { id: post.id, author_id: account.id })
}

/**
 * Tells that a person took the app's permission away (`oauth.revoke`). Its filter is empty, and no subscription has such a
 * one, so the app hears of it unasked.
 */
export function tellRevoked(context: EmulatorContext, account: Account, appId: string): void {
  const payload = { date_time: context.now().toISOString(), user_id: account.id, app_id: appId }
  tell(context, 'oauth.revoke', {}, payload)
}

function mayBeTold(context: EmulatorContext, account: Account, eventType: string): boolean {
  return !traitsOf(account).isProtected && isHeard(context, eventType, account.id)
}

function tell(context: EmulatorContext, eventType: string, filter: object, payload: object): void {
  const data = { event_uuid: randomUUID(), event_type: eventType, filter, payload }
  const body = JSON.stringify({ data })
  context.webhook(() => signed(body))
}
