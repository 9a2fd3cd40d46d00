import type { ConnectorResponse } from '@t21/plugin-kit'
import { failures, isSuccess, read } from '@t21/plugin-kit'
import { meUrl, userinfoUrl } from './api.ts'
import { callFailure } from './errors.ts'
import type { RestCall } from './rest.ts'
import { MeAnswer, UserinfoAnswer } from './schemas.ts'

/** The person behind a token. */
export interface Member {
  readonly id: string
  readonly name: string | undefined
  readonly vanityName: string | undefined
  readonly avatarUrl: string | undefined
}

/**
 * Who a token belongs to: by OpenID Connect, or by the basic profile of the Community Management API (linkedin.md 1).
 *
 * @returns `unknown token` where LinkedIn refuses the token, as it does for seconds with a new one
 * @throws ConnectorFailure `permission` where the grant has no scope that tells
 */
export async function readMember(
  call: RestCall,
  scopes: readonly string[],
): Promise<Member | 'unknown token'> {
  const byOpenId = scopes.includes('openid')
  if (!byOpenId && !scopes.includes('r_basicprofile')) {
    throw failures.permission({
      message: 'The login does not tell whose it is.',
      remedy:
        'Connect the account again and allow all permissions; the operator checks that the app has "Sign In with LinkedIn", or LINKEDIN_COMMUNITY_MANAGEMENT where it has that API.',
    })
  }
  // Unversioned addresses take no version.
  const response = await call.http.request({
    method: 'GET',
    url: byOpenId ? userinfoUrl : meUrl,
    auth: { bearer: call.accessToken },
  })
  if (response.status === 401) return 'unknown token'
  if (!isSuccess(response)) throw callFailure(response, 'reading the account')
  const member = byOpenId ? fromUserinfo(response) : fromMe(response)
  if (member) return member
  throw failures.transient({
    message: 'LinkedIn did not say which account was connected.',
    remedy: 'Connect the account again in a few minutes.',
    networkCode: String(response.status),
  })
}

function fromUserinfo(response: ConnectorResponse): Member | null {
  const answer = read(UserinfoAnswer, response.json)
  if (!answer) return null
  const { sub, name, given_name, family_name, picture } = answer
  return {
    id: sub,
    name: name || joined(given_name, family_name),
    vanityName: undefined,
    avatarUrl: picture || undefined,
  }
}

function fromMe(response: ConnectorResponse): Member | null {
  const answer = read(MeAnswer, response.json)
  if (!answer) return null
  const { id, localizedFirstName, localizedLastName, vanityName } = answer
  return {
    id,
    name: joined(localizedFirstName, localizedLastName),
    vanityName: vanityName || undefined,
    // The picture is a URN here, which is no address.
    avatarUrl: undefined,
  }
}

function joined(...names: (string | null | undefined)[]): string | undefined {
  return names.filter(Boolean).join(' ') || undefined
}
