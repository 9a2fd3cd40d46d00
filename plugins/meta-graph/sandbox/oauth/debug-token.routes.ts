import type { EmulatorContext, EmulatorRoute } from '@t21/plugin-kit/sandbox'
import { deadTokenMessage, refusal } from '../api/errors.ts'
import { oauthLifetimes } from '../api/limits.ts'
import { openRoutes } from '../api/route.ts'
import type { GraphApp } from './app.ts'
import { appTokenOf, callerOf } from './caller.ts'
import { grantOf } from './grants.ts'
import { deathOf, findToken, type StoredToken } from './tokens.ts'
import { requireProof, tokenOf } from './token-of.ts'

/** `debug_token`: what a token is. A dead one is a 200 with `is_valid: false` (facebook.md 1). */
export function debugTokenRoutes(app: GraphApp): readonly EmulatorRoute[] {
  return openRoutes('graph.facebook.com', {
    method: 'GET',
    path: '/debug_token',
    operation: 'debug_token',
    handle({ request, params, context }) {
      const token = tokenOf(request, params)
      const caller = callerOf(context, app, token)
      requireProof(app, token, params)
      if (caller.kind === 'page') {
        throw refusal({
          message:
            '(#100) You must provide an app access token, or a user access token that is an owner or developer of the app',
          code: 100,
        })
      }
      return { status: 200, json: { data: describe(app, context, params.require('input_token')) } }
    },
  })
}

function describe(app: GraphApp, context: EmulatorContext, input: string): object {
  if (input === appTokenOf(app)) {
    return { app_id: app.id, type: 'APP', application: app.name, is_valid: true, scopes: [] }
  }
  const stored = findToken(context, input)
  if (stored === undefined) return { ...trouble(undefined), scopes: [] }
  const death = deathOf(context, stored)
  const grant = grantOf(context, stored.userId)
  const scopes = death === undefined ? (grant?.scopes ?? []) : []
  return {
    app_id: app.id,
    type: stored.pageId === null ? 'USER' : 'PAGE',
    application: app.name,
    ...times(stored, grant?.at ?? stored.issuedAt),
    ...(death === undefined ? { is_valid: true } : trouble(death)),
    scopes,
    granular_scopes: scopes
      .filter((scope) => /^(pages|instagram)_|^business_management$/.test(scope))
      .map((scope) => ({ scope, target_ids: grant?.pageIds ?? [] })),
    user_id: stored.userId,
    ...(stored.pageId === null ? {} : { profile_id: stored.pageId }),
  }
}

/** Unix seconds; nought is never. */
function times(stored: StoredToken, consentedAt: number): object {
  return {
    issued_at: Math.floor(stored.issuedAt / 1000),
    expires_at: stored.expiresAt === null ? 0 : Math.floor(stored.expiresAt / 1000),
    data_access_expires_at: Math.floor(consentedAt / 1000) + oauthLifetimes.dataAccess,
  }
}

function trouble(subcode: number | undefined): object {
  return {
    error: {
      code: 190,
      message: deadTokenMessage(subcode),
      ...(subcode === undefined ? {} : { subcode }),
    },
    is_valid: false,
  }
}
