import type { EmulatorContext, EmulatorRoute } from '@t21/plugin-kit/sandbox'
import { invalidParameter, missingObject, permissionError, refusal } from '../api/errors.ts'
import { graphRoute, type GraphCall } from '../api/route.ts'
import type { GraphApp } from '../oauth/app.ts'
import type { Caller } from '../oauth/caller.ts'
import { facebookHost } from '../oauth/host.ts'
import { requireScope } from '../people/accounts.routes.ts'
import { tasksOf, type Page } from '../people/pages.ts'

/** Fields of the object `page`; those of Instagram are refused here (facebook.md 7). */
const pageFields: readonly string[] = [
  'feed',
  'mention',
  'videos',
  'ratings',
  'conversations',
  'messages',
  'name',
  'picture',
  'category',
  'location',
  'live_videos',
  'leadgen',
]

/** `/{page}/subscribed_apps`: which webhooks a page sends to the app. */
export function subscribedAppsRoutes(app: GraphApp): readonly EmulatorRoute[] {
  const host = facebookHost(app)
  const path = '/:page/subscribed_apps'
  return [
    graphRoute(host, {
      method: 'POST',
      path,
      operation: 'subscribe_page',
      handle(call) {
        const page = pageOf(call)
        const fields = call.params.list('subscribed_fields') ?? []
        if (fields.length === 0) {
          throw invalidParameter('The parameter subscribed_fields is required.')
        }
        const unknown = fields.find((field) => !pageFields.includes(field))
        if (unknown !== undefined) {
          throw invalidParameter(
            `Param subscribed_fields[${fields.indexOf(unknown)}] must be one of {${pageFields.join(', ')}} - got "${unknown}".`,
          )
        }
        subscriptions(call.context).set(page.id, fields)
        return { status: 200, json: { success: true } }
      },
    }),
    graphRoute(host, {
      method: 'GET',
      path,
      operation: 'subscriptions',
      handle(call) {
        const fields = subscribedFields(call.context, pageOf(call).id)
        const { id, name } = app
        const data = fields.length === 0 ? [] : [{ id, name, subscribed_fields: fields }]
        return { status: 200, json: { data } }
      },
    }),
    graphRoute(host, {
      method: 'DELETE',
      path,
      operation: 'unsubscribe_page',
      handle(call) {
        subscriptions(call.context).delete(pageOf(call).id)
        return { status: 200, json: { success: true } }
      },
    }),
  ]
}

/** The fields that a page sends to the app. */
export function subscribedFields(context: EmulatorContext, pageId: string): readonly string[] {
  return subscriptions(context).get(pageId) ?? []
}

function pageOf(call: GraphCall<Caller>): Page {
  const { caller, request, context } = call
  const id = request.params['page'] ?? ''
  if (caller.kind !== 'page') {
    throw refusal({
      message: 'A page access token is required to request this resource.',
      code: 210,
    })
  }
  if (id !== 'me' && id !== caller.page.id) throw missingObject(id, request.method)
  requireScope(caller, 'pages_manage_metadata')
  if (!tasksOf(context, caller.user).some((task) => task === 'MODERATE' || task === 'MANAGE')) {
    throw permissionError(
      'User does not have sufficient administrative permission for this action on this page.',
    )
  }
  return caller.page
}

function subscriptions(context: EmulatorContext): Map<string, readonly string[]> {
  return context.store.collection<readonly string[]>('page_subscriptions')
}
