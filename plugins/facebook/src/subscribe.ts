import { graphRequest, isSuccess } from '@t21/meta-graph'
import type { ConnectorCall } from '@t21/plugin-kit'
import { read } from '@t21/plugin-kit'
import { Type } from 'typebox'
import { pageEdge } from './api.ts'
import type { Settings } from './settings.ts'

const Subscription = Type.Object({
  id: Type.String(),
  subscribed_fields: Type.Optional(Type.Array(Type.String())),
})
const Subscriptions = Type.Object({ data: Type.Array(Type.Unknown()) })

/**
 * Has Facebook send what happens to the Page's posts: facebook.md 7. Only where the operator has set webhooks up and the
 * person allowed it. Publishing does not hang on it, so it never fails.
 */
export async function subscribe(call: ConnectorCall<Settings>): Promise<void> {
  const wanted =
    call.settings.webhookVerifyToken !== undefined && call.scopes.includes('pages_manage_metadata')
  if (!wanted) return
  try {
    const fields = await subscribedFields(call)
    if (fields === null || fields.includes('feed')) return
    // The list is replaced, so what the operator had subscribed to stays in it.
    await graphRequest(call, {
      ...edge(call),
      method: 'POST',
      form: { subscribed_fields: [...fields, 'feed'].join(',') },
    })
  } catch {
    // Asked again tomorrow.
  }
}

async function subscribedFields(call: ConnectorCall<Settings>): Promise<readonly string[] | null> {
  const response = await graphRequest(call, { ...edge(call), method: 'GET' })
  const list = isSuccess(response) ? read(Subscriptions, response.json) : null
  if (!list) return null
  const apps = list.data.flatMap((entry) => read(Subscription, entry) ?? [])
  return apps.find((app) => app.id === call.settings.clientId)?.subscribed_fields ?? []
}

function edge(call: ConnectorCall<Settings>) {
  return { path: pageEdge(call.account.platformUserId, 'subscribed_apps'), token: call.accessToken }
}
