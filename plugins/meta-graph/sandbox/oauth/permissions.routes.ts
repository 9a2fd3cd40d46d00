import type { EmulatorRoute } from '@t21/plugin-kit/sandbox'
import { invalidParameter, missingObject, permissionError } from '../api/errors.ts'
import { graphRoute, type GraphCall } from '../api/route.ts'
import type { GraphApp } from './app.ts'
import type { Caller } from './caller.ts'
import { grantOf, keepGrant, revokeGrant, type Grant } from './grants.ts'
import { facebookHost } from './host.ts'

/** What a person granted, and taking it back (facebook.md 1, "Permissions" and "Revoke"). */
export function permissionRoutes(app: GraphApp): readonly EmulatorRoute[] {
  const host = facebookHost(app)
  return [
    graphRoute(host, {
      method: 'GET',
      path: '/:user/permissions',
      operation: 'permissions',
      handle(call) {
        const grant = grantIn(call)
        const rows = (scopes: readonly string[], status: string) =>
          scopes.map((permission) => ({ permission, status }))
        const data = [...rows(grant.scopes, 'granted'), ...rows(grant.declined, 'declined')]
        return { status: 200, json: { data } }
      },
    }),
    graphRoute(host, {
      method: 'DELETE',
      path: '/:user/permissions',
      operation: 'revoke',
      handle(call) {
        revokeGrant(call.context, grantIn(call).userId)
        return { status: 200, json: { success: true } }
      },
    }),
    graphRoute(host, {
      method: 'DELETE',
      path: '/:user/permissions/:permission',
      operation: 'revoke',
      handle(call) {
        const grant = grantIn(call)
        const permission = call.request.params['permission'] ?? ''
        if (!grant.scopes.includes(permission)) {
          throw invalidParameter(`Permission ${permission} was not granted`)
        }
        keepGrant(call.context, {
          ...grant,
          scopes: grant.scopes.filter((scope) => scope !== permission),
          declined: [...grant.declined, permission],
        })
        return { status: 200, json: { success: true } }
      },
    }),
  ]
}

/**
 * Whose permissions they are: of the person of the token, or, with the app's own token, of whoever uses the app. With a
 * page's token `/me` is the page.
 */
function grantIn({ request, caller, context }: GraphCall<Caller>): Grant {
  const id = request.params['user'] ?? ''
  if (caller.kind === 'page') {
    throw invalidParameter('Tried accessing nonexisting field (permissions) on node type (Page)')
  }
  if (caller.kind === 'user') {
    if (id !== 'me' && id !== caller.user.id) throw missingObject(id, request.method)
    return caller.grant
  }
  if (id === 'me') {
    throw permissionError(
      'An active access token must be used to query information about the current user.',
      2500,
    )
  }
  const grant = grantOf(context, id)
  if (grant === undefined) throw missingObject(id, request.method)
  return grant
}
