import { subscribedFields } from '@t21/meta-graph/sandbox'
import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import type { Account } from '../accounts/account.ts'
import { pageIdOf } from '../accounts/linked-pages.ts'
import type { Login } from '../oauth/scopes.ts'

/** Fields that an account can be subscribed to with Instagram Login (instagram.md 7). */
export const subscribableFields: readonly string[] = [
  'comments',
  'live_comments',
  'mentions',
  'messages',
  'message_reactions',
  'messaging_postbacks',
  'messaging_referral',
  'messaging_seen',
]

/** The fields of an account, by its id. */
export function subscriptionsIn(context: EmulatorContext): Map<string, readonly string[]> {
  return context.store.collection<readonly string[]>('instagram_subscriptions')
}

/**
 * The logins whose app hears of a field of an account: with Facebook Login every field, once the page has
 * been subscribed to any of its own.
 */
export function subscribersTo(
  context: EmulatorContext,
  account: Account,
  field: string,
): readonly Login[] {
  const pageId = pageIdOf(context, account)
  const byInstagram = subscriptionsIn(context).get(account.id)?.includes(field) ?? false
  const byFacebook = pageId !== undefined && subscribedFields(context, pageId).length > 0
  return [
    ...(byInstagram ? (['instagram'] as const) : []),
    ...(byFacebook ? (['facebook'] as const) : []),
  ]
}
