import { publicEndpoint, userEndpoint, type Call, type RoutesOf } from '../api/endpoint.ts'
import { notFound, unprocessable } from '../api/errors.ts'
import { everywhere } from '../instances.ts'
import { createStatus } from './create-status.ts'
import { statusView } from './status-view.ts'
import { deleteStatus, visibleStatus } from './status-store.ts'
import type { StoredStatus } from './status.ts'

const reading = ['read', 'read:statuses']
const writing = ['write', 'write:statuses']
const path = '/api/v1/statuses/:id'

/** Publishing, reading one or several, the source of one, deleting. */
export const statusRoutes: RoutesOf = (instance) => [
  userEndpoint(instance, {
    method: 'POST',
    path: '/api/v1/statuses',
    operation: 'create_status',
    scopes: writing,
    limits: ['statuses'],
    handle: (call) => ({
      status: 200,
      json: statusView(call.context, createStatus(call), call.account),
    }),
  }),
  publicEndpoint(instance, {
    method: 'GET',
    path: '/api/v1/statuses',
    operation: 'lookup_statuses',
    scopes: reading,
    handle({ request, context, account }) {
      const ids = [...new Set(request.query.getAll('id[]'))]
      if (ids.length > everywhere.statusesPerLookup) {
        throw unprocessable(`Cannot request more than ${everywhere.statusesPerLookup} statuses`)
      }
      const found = ids.flatMap((id) => visibleStatus(context, id, account) ?? [])
      return { status: 200, json: found.map((status) => statusView(context, status, account)) }
    },
  }),
  publicEndpoint(instance, {
    method: 'GET',
    path,
    operation: 'get_status',
    scopes: reading,
    handle: (call) => ({
      status: 200,
      json: statusView(call.context, asked(call), call.account),
    }),
  }),
  userEndpoint(instance, {
    method: 'GET',
    path: `${path}/source`,
    operation: 'status_source',
    scopes: reading,
    handle(call) {
      const { id, text, spoilerText } = asked(call)
      return { status: 200, json: { id, text, spoiler_text: spoilerText } }
    },
  }),
  userEndpoint(instance, {
    method: 'DELETE',
    path,
    operation: 'delete_status',
    scopes: writing,
    limits: ['deletion'],
    handle(call) {
      const status = asked(call)
      if (status.accountId !== call.account.id) throw notFound()
      const json = { ...statusView(call.context, status, call.account), text: status.text }
      deleteStatus(call.context, status)
      return { status: 200, json }
    },
  }),
]

function asked({ request, context, account }: Call): StoredStatus {
  const status = visibleStatus(context, request.params['id'] ?? '', account)
  if (status === undefined) throw notFound()
  return status
}
