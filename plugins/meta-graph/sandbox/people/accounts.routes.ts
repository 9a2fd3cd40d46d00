import type { EmulatorRoute } from '@t21/plugin-kit/sandbox'
import { invalidParameter, missingObject, permissionError, refusal } from '../api/errors.ts'
import { absentFields, present } from '../api/fields.ts'
import { cutPage, listAnswer } from '../api/paging.ts'
import { graphRoute, type GraphCall } from '../api/route.ts'
import type { GraphApp } from '../oauth/app.ts'
import type { Caller } from '../oauth/caller.ts'
import { facebookHost } from '../oauth/host.ts'
import { presentPage } from './page-view.ts'
import { businessOf, pagesOf, tasksOf, type PageWay } from './pages.ts'

type UserCall = GraphCall<Caller> & { readonly caller: Extract<Caller, { kind: 'user' }> }

/** Pages and businesses of a person (facebook.md 1, "Discovery"). Only ticked pages appear. */
export function accountRoutes(app: GraphApp): readonly EmulatorRoute[] {
  const host = facebookHost(app)
  const businessEdge = (way: PageWay) =>
    graphRoute(host, {
      method: 'GET',
      path: `/:business/${way}`,
      operation: way,
      handle(call) {
        requireScope(call.caller, 'business_management')
        const user = userCall(call)
        const id = call.request.params['business'] ?? ''
        if (businessOf(user.caller.user)?.id !== id) throw missingObject(id, call.request.method)
        return pageList(app, user, way)
      },
    })
  return [
    graphRoute(host, {
      method: 'GET',
      path: '/:user/accounts',
      operation: 'accounts',
      handle(call) {
        const user = userCall(call)
        requireSelf(user)
        // Without the permission the list is empty, not an error.
        if (!user.caller.grant.scopes.includes('pages_show_list')) {
          return { status: 200, json: { data: [] } }
        }
        return pageList(app, user, 'own')
      },
    }),
    graphRoute(host, {
      method: 'GET',
      path: '/:user/businesses',
      operation: 'businesses',
      handle(call) {
        const user = userCall(call)
        requireSelf(user)
        requireScope(user.caller, 'business_management')
        const business = businessOf(user.caller.user)
        if (business === undefined) {
          throw permissionError('The user does not have access to a Business Manager', 10)
        }
        const { id, name } = business
        const object = {
          type: 'Business',
          id,
          values: { ...absentFields('verification_status'), id, name },
          usual: ['name'],
        }
        return { status: 200, json: { data: [present(object, call.fields)] } }
      },
    }),
    businessEdge('owned_pages'),
    businessEdge('client_pages'),
  ]
}

function pageList(app: GraphApp, call: UserCall, way: PageWay) {
  const { context, caller, params, request, fields } = call
  const rows =
    tasksOf(context, caller.user).length === 0
      ? []
      : pagesOf(context, caller.user).filter(
          (page) => page.way === way && caller.grant.pageIds.includes(page.id),
        )
  const cut = cutPage({ rows, key: ({ id }) => id, params, request, context })
  const data = cut.rows.map((page) => presentPage(app, context, page, caller, fields, true))
  return { status: 200, json: listAnswer(data, cut.paging) }
}

/**
 * Refuses a caller whose person did not grant a permission.
 *
 * @throws GraphRefusal 200
 */
export function requireScope(caller: Caller, scope: string, code = 200): void {
  if (caller.kind === 'app' || caller.grant.scopes.includes(scope)) return
  throw permissionError(`Requires ${scope} permission to manage the object`, code)
}

function userCall(call: GraphCall<Caller>): UserCall {
  const { caller } = call
  if (caller.kind === 'user') return { ...call, caller }
  if (caller.kind === 'page') {
    const edge = call.request.path.split('/').at(-1) ?? ''
    throw invalidParameter(`Tried accessing nonexisting field (${edge}) on node type (Page)`)
  }
  throw refusal({
    message: 'An active access token must be used to query information about the current user.',
    code: 2500,
  })
}

function requireSelf({ request, caller }: UserCall): void {
  const id = request.params['user'] ?? ''
  if (id !== 'me' && id !== caller.user.id) throw missingObject(id, request.method)
}
