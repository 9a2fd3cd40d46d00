import type { ConnectorResponse } from '@t21/plugin-kit'
import { isSuccess, read } from '@t21/plugin-kit'
import { Type } from 'typebox'
import { graphRequest, type GraphCall, type GraphRequest } from './request.ts'

const Subscription = Type.Object({
  id: Type.String(),
  subscribed_fields: Type.Optional(Type.Array(Type.String())),
})
const Subscriptions = Type.Object({ data: Type.Array(Type.Unknown()) })
const Subscribed = Type.Object({ success: Type.Literal(true) })

/** `…/subscribed_apps` of a Page or account, with its token. */
export type SubscribedApps = Pick<GraphRequest, 'path' | 'token' | 'origin'>

/**
 * Has Meta send webhooks about a Page or account to the app: facebook.md 7, instagram.md 7. Looks first, and asks only
 * where something is missing.
 *
 * @param missing which fields to add to those that the app is subscribed to
 * @param failure makes the error of an answer that is a refusal
 */
export async function keepSubscribed(
  call: GraphCall,
  edge: SubscribedApps,
  missing: (subscribed: readonly string[]) => readonly string[],
  failure: (response: ConnectorResponse) => Error,
): Promise<void> {
  const listed = await graphRequest(call, { ...edge, method: 'GET' })
  const list = isSuccess(listed) ? read(Subscriptions, listed.json) : null
  if (!list) throw failure(listed)
  const apps = list.data.flatMap((entry) => read(Subscription, entry) ?? [])
  const subscribed = apps.find(({ id }) => id === call.settings.clientId)?.subscribed_fields ?? []
  const added = missing(subscribed)
  if (added.length === 0) return

  // The list is replaced, so what the operator had subscribed to stays in it.
  const form = { subscribed_fields: [...subscribed, ...added].join(',') }
  const answer = await graphRequest(call, { ...edge, method: 'POST', form })
  if (!isSuccess(answer) || read(Subscribed, answer.json) === null) throw failure(answer)
}
