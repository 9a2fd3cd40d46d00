import {
  deadToken,
  GraphRefusal,
  invalidParameter,
  readParameters,
  type Parameters,
} from '@t21/meta-graph/sandbox'
import type { EmulatorContext, EmulatorResponse, EmulatorRoute } from '@t21/plugin-kit/sandbox'
import { missingPermission } from '../api/errors.ts'
import { oauthLifetimes } from '../api/limits.ts'
import { instagramApp } from './apps.ts'
import {
  findToken,
  grantOf,
  issueToken,
  type InstagramGrant,
  type InstagramToken,
} from './grants.ts'
import { scopeNames } from './scopes.ts'

/** Short to long, and long to longer (instagram.md 1A, steps 4 and 5); no version in the path. */
export const longTokenRoutes: readonly EmulatorRoute[] = [
  tokenRoute('/access_token', 'exchange_token', (context, params) => {
    requireValue(params, 'grant_type', 'ig_exchange_token')
    requireValue(params, 'client_secret', instagramApp.secret)
    const { token, grant } = living(context, params)
    if (token.long) throw invalidParameter('Param access_token must be a short-lived token')
    return answer(context, grant, {})
  }),
  tokenRoute('/refresh_access_token', 'refresh_token', (context, params) => {
    requireValue(params, 'grant_type', 'ig_refresh_token')
    const { token, grant } = living(context, params)
    if (!token.long) throw invalidParameter('Param access_token must be a long-lived token')
    const age = context.now().getTime() - token.issuedAt
    if (age < oauthLifetimes.refreshableAfter * 1000) {
      throw invalidParameter('Param access_token must be at least 24 hours old')
    }
    const { basic } = scopeNames.instagram
    if (!grant.scopes.includes(basic)) throw missingPermission(basic)
    return answer(context, grant, { permissions: grant.scopes.join(',') })
  }),
]

function tokenRoute(
  path: string,
  operation: string,
  handle: (context: EmulatorContext, params: Parameters) => EmulatorResponse,
): EmulatorRoute {
  return {
    method: 'GET',
    host: 'graph.instagram.com',
    path,
    operation,
    handle(request, context) {
      try {
        return handle(context, readParameters(request))
      } catch (error) {
        if (error instanceof GraphRefusal) return error.response
        throw error
      }
    },
  }
}

function requireValue(params: Parameters, name: string, value: string): void {
  if (params.require(name) === value) return
  // Never the value: it may be a secret.
  throw invalidParameter(`Param ${name} is not valid`)
}

function living(
  context: EmulatorContext,
  params: Parameters,
): { readonly token: InstagramToken; readonly grant: InstagramGrant } {
  const token = findToken(context, params.require('access_token'))
  if (token === undefined) throw new GraphRefusal(deadToken())
  const grant = grantOf(context, token)
  if (typeof grant === 'number') throw new GraphRefusal(deadToken(grant))
  return { token, grant }
}

/** A new token each time; the one before lives on until it expires. */
function answer(
  context: EmulatorContext,
  grant: InstagramGrant,
  more: Readonly<Record<string, string>>,
): EmulatorResponse {
  return {
    status: 200,
    json: {
      access_token: issueToken(context, grant, true),
      token_type: 'bearer',
      expires_in: oauthLifetimes.longToken,
      ...more,
    },
  }
}
