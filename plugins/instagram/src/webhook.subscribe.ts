import { keepSubscribed } from '@t21/meta-graph'
import type { ConnectorCall } from '@t21/plugin-kit'
import { originOf } from './api.ts'
import { callFailure } from './errors.ts'
import { factsOf } from './facts.ts'
import { ownPath, segment } from './request.ts'
import { appOf, type Settings } from './settings.ts'

/**
 * Has Instagram send what happens to the account: instagram.md 7. Only where the operator has set webhooks up and the
 * person allowed it.
 *
 * By Instagram Login the account is subscribed to `comments`. By Facebook Login the fields of Instagram are those of the
 * app; what counts is that the Page is subscribed to anything of its own.
 */
export async function subscribe(call: ConnectorCall<Settings>): Promise<void> {
  const { login, pageId } = factsOf(call.account.facts)
  if (call.settings.webhookVerifyToken === undefined) return
  if (!call.scopes.includes(neededScope[login])) return
  const path = login === 'instagram' ? ownPath(call, edge) : pageId && `${segment(pageId)}/${edge}`
  if (!path) return
  await keepSubscribed(
    { http: call.http, settings: appOf(call.settings, login) },
    { path, token: call.accessToken, origin: originOf(login) },
    login === 'instagram'
      ? (fields) => (fields.includes('comments') ? [] : ['comments'])
      : (fields) => (fields.length > 0 ? [] : ['feed']),
    (response) => callFailure(response, 'switching the webhooks on', call.now),
  )
}

const edge = 'subscribed_apps'

const neededScope = {
  instagram: 'instagram_business_manage_comments',
  facebook: 'pages_manage_metadata',
}
