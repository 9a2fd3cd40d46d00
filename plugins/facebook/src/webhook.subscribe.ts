import { keepSubscribed } from '@t21/meta-graph'
import type { ConnectorCall } from '@t21/plugin-kit'
import { pageEdge } from './api.ts'
import { facebookFailures } from './errors.ts'
import type { Settings } from './settings.ts'

/**
 * Has Facebook send what happens to the Page's posts: facebook.md 7. Only where the operator has set webhooks up and the
 * person allowed it.
 */
export async function subscribe(call: ConnectorCall<Settings>): Promise<void> {
  if (call.settings.webhookVerifyToken === undefined) return
  if (!call.scopes.includes('pages_manage_metadata')) return
  await keepSubscribed(
    call,
    { path: pageEdge(call.account.platformUserId, 'subscribed_apps'), token: call.accessToken },
    (fields) => (fields.includes('feed') ? [] : ['feed']),
    (response) => facebookFailures.call(response, 'switching the webhooks on', call.now),
  )
}
