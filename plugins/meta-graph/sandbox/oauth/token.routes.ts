import type { EmulatorContext, EmulatorResponse, EmulatorRoute } from '@t21/plugin-kit/sandbox'
import { deadToken, GraphRefusal, invalidParameter, refusal } from '../api/errors.ts'
import type { Parameters } from '../api/parameters.ts'
import { openRoutes } from '../api/route.ts'
import { personTraits } from '../people/handles.ts'
import { findUser } from '../people/users.ts'
import type { GraphApp } from './app.ts'
import { appTokenOf, callerOf } from './caller.ts'
import { redeemCode } from './codes.ts'
import { grantOf } from './grants.ts'
import { issueLongToken, issueShortToken, type StoredToken } from './tokens.ts'

/** `oauth/access_token`: a code, a short token or the app's own secret becomes a token (facebook.md 1). */
export function tokenRoutes(app: GraphApp): readonly EmulatorRoute[] {
  return (['GET', 'POST'] as const).flatMap((method) =>
    openRoutes('graph.facebook.com', {
      method,
      path: '/oauth/access_token',
      operation: 'token',
      handle: ({ params, context }) => answer(app, context, params),
    }),
  )
}

function answer(app: GraphApp, context: EmulatorContext, params: Parameters): EmulatorResponse {
  if (params.require('client_id') !== app.id) {
    throw refusal({
      message: 'Error validating application. Cannot get application info due to a system error.',
      code: 101,
    })
  }
  if (params.require('client_secret') !== app.secret) {
    throw refusal({ message: 'Error validating client secret.', code: 1 })
  }
  const grantType = params.get('grant_type') ?? 'authorization_code'
  switch (grantType) {
    case 'authorization_code':
      return exchangeCode(context, params)
    case 'fb_exchange_token':
      return exchangeToken(app, context, params)
    case 'client_credentials':
      return { status: 200, json: { access_token: appTokenOf(app), token_type: 'bearer' } }
    default:
      throw invalidParameter(`Invalid grant_type: ${grantType}`)
  }
}

function exchangeCode(context: EmulatorContext, params: Parameters): EmulatorResponse {
  const userId = redeemCode(context, params.require('code'), params.require('redirect_uri'))
  const grant = grantOf(context, userId)
  if (grant === undefined) throw new GraphRefusal(deadToken(458))
  return tokenAnswer(context, issueShortToken(context, grant))
}

function exchangeToken(
  app: GraphApp,
  context: EmulatorContext,
  params: Parameters,
): EmulatorResponse {
  const caller = callerOf(context, app, params.require('fb_exchange_token'))
  if (caller.kind !== 'user') {
    throw invalidParameter('Param fb_exchange_token must be the access token of a user')
  }
  return tokenAnswer(context, issueLongToken(context, caller.grant, caller.token))
}

function tokenAnswer(context: EmulatorContext, stored: StoredToken): EmulatorResponse {
  const { token, expiresAt, userId } = stored
  const terse = personTraits(findUser(context, userId)?.handle ?? '').terse
  const seconds = Math.floor(((expiresAt ?? 0) - context.now().getTime()) / 1000)
  return {
    status: 200,
    json: {
      access_token: token,
      token_type: 'bearer',
      ...(terse || expiresAt === null ? {} : { expires_in: seconds }),
    },
  }
}
