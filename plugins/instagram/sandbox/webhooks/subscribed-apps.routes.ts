import { invalidParameter } from '@t21/meta-graph/sandbox'
import { accountInPath, endpoint } from '../api/endpoint.ts'
import { instagramApp } from '../oauth/apps.ts'
import { subscribableFields, subscriptionsIn } from './subscriptions.ts'

const path = '/:node/subscribed_apps'
const logins = ['instagram'] as const

/** Which webhooks an account of Instagram Login sends (instagram.md 7); pages have an edge of their own. */
export const subscribedAppsRoutes = [
  ...endpoint({
    method: 'POST',
    path,
    operation: 'subscribe_account',
    permissions: ['basic'],
    logins,
    handle(call) {
      const account = accountInPath(call)
      const fields = call.params.requireList('subscribed_fields')
      const unknown = fields.find((field) => !subscribableFields.includes(field))
      if (unknown !== undefined) {
        throw invalidParameter(
          `Param subscribed_fields must be some of {${subscribableFields.join(', ')}} - got "${unknown}".`,
        )
      }
      subscriptionsIn(call.context).set(account.id, fields)
      return { status: 200, json: { success: true } }
    },
  }),
  ...endpoint({
    method: 'GET',
    path,
    operation: 'subscriptions',
    permissions: ['basic'],
    logins,
    handle(call) {
      const fields = subscriptionsIn(call.context).get(accountInPath(call).id)
      const { id, name } = instagramApp
      const data = fields === undefined ? [] : [{ id, name, subscribed_fields: fields }]
      return { status: 200, json: { data } }
    },
  }),
  ...endpoint({
    method: 'DELETE',
    path,
    operation: 'unsubscribe_account',
    permissions: ['basic'],
    logins,
    handle(call) {
      subscriptionsIn(call.context).delete(accountInPath(call).id)
      return { status: 200, json: { success: true } }
    },
  }),
]
