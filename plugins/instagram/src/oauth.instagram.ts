import { loginFailure } from '@t21/meta-graph'
import type { ConnectorResponse, Grant, OAuthCall } from '@t21/plugin-kit'
import { failures, isSuccess, read } from '@t21/plugin-kit'
import { Type, type Static } from 'typebox'
import { codeUrl, exchangeUrl, refreshUrl } from './api.ts'
import { callFailure, graph } from './errors.ts'
import { Id } from './request.ts'
import { instagramScopes } from './scopes.ts'
import type { Settings } from './settings.ts'

const Permissions = Type.Optional(Type.Union([Type.String(), Type.Array(Type.String())]))

const ShortToken = Type.Object({
  access_token: Type.String({ minLength: 1 }),
  user_id: Type.Optional(Id),
  permissions: Permissions,
})
// The documents wrap it, real answers are flat: instagram.md 1A (3).
const WrappedToken = Type.Object({ data: Type.Array(ShortToken, { minItems: 1 }) })

const LongToken = Type.Object({
  access_token: Type.String({ minLength: 1 }),
  expires_in: Type.Optional(Type.Number()),
  permissions: Permissions,
})

/** The code for a token of an hour, and that for one of 60 days: instagram.md 1A (3, 4). */
export async function exchangeCode(
  call: OAuthCall<Settings>,
  input: { readonly code: string; readonly redirectUri: string },
): Promise<Grant> {
  const { clientId, clientSecret } = call.settings
  const response = await call.http.request({
    method: 'POST',
    url: codeUrl,
    form: {
      client_id: clientId,
      client_secret: clientSecret,
      grant_type: 'authorization_code',
      redirect_uri: input.redirectUri,
      // Addresses that were copied by hand keep the fragment.
      code: input.code.replace(/#_$/, ''),
    },
  })
  if (!isSuccess(response)) throw loginFailure(response, graph)
  const short = read(ShortToken, response.json) ?? read(WrappedToken, response.json)?.data[0]
  if (!short) throw withoutToken(response)

  const exchanged = await call.http.request({
    method: 'GET',
    url: exchangeUrl,
    // The only way that is documented: both secrets stand in the address.
    query: {
      grant_type: 'ig_exchange_token',
      client_secret: clientSecret,
      access_token: short.access_token,
    },
  })
  if (!isSuccess(exchanged)) throw loginFailure(exchanged, graph)
  const grant = grantOf(exchanged)
  const granted = scopesOf(short.permissions)
  return {
    ...grant,
    ...(short.user_id !== undefined && { userId: String(short.user_id) }),
    scopes: granted.length > 0 ? granted : instagramScopes.map((scope) => scope.name),
  }
}

/** 60 more days for a token that has not expired: instagram.md 1A (5). */
export async function renew(call: OAuthCall<Settings>, token: string): Promise<Grant> {
  const response = await call.http.request({
    method: 'GET',
    url: refreshUrl,
    query: { grant_type: 'ig_refresh_token', access_token: token },
  })
  if (!isSuccess(response)) throw callFailure(response, 'renewing the login')
  return grantOf(response)
}

// The token is its own refresh token, and ends with itself.
function grantOf(response: ConnectorResponse): Grant {
  const answer: Static<typeof LongToken> | null = read(LongToken, response.json)
  if (!answer) throw withoutToken(response)
  const { access_token: token, expires_in: seconds } = answer
  return {
    accessToken: token,
    refreshToken: token,
    ...(seconds !== undefined && {
      expiresInSeconds: seconds,
      refreshTokenExpiresInSeconds: seconds,
    }),
    scopes: scopesOf(answer.permissions),
  }
}

function scopesOf(permissions: string | readonly string[] | undefined): readonly string[] {
  const list = typeof permissions === 'string' ? permissions.split(',') : (permissions ?? [])
  return list.map((scope) => scope.trim()).filter(Boolean)
}

function withoutToken(response: ConnectorResponse): Error {
  return failures.transient({
    message: 'Instagram answered without an access token.',
    remedy: 'Nothing: it is tried again.',
    networkCode: String(response.status),
  })
}
