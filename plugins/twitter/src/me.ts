import type { ConnectorHttp, ConnectorResponse, RemoteAccount } from '@t21/plugin-kit'
import { failures, isSuccess, read } from '@t21/plugin-kit'
import { meUrl, profileUrl } from './api.ts'
import { callFailure, readProblem } from './errors.ts'
import { factsOf } from './facts.ts'
import { MeAnswer } from './schemas.ts'

const wantedFields = 'id,name,username,profile_image_url,verified,verified_type,subscription_type'
const leastFields = 'id,name,username'

interface TokenCall {
  readonly http: ConnectorHttp
  readonly accessToken: string
}

/**
 * The account behind a token: `GET /2/users/me`, twitter.md 1.1.
 *
 * @throws ConnectorFailure
 */
export async function readMe(call: TokenCall): Promise<RemoteAccount> {
  let response = await askMe(call, wantedFields)
  // A field that X renames or withdraws must not keep anybody from connecting.
  if (response.status === 400 && readProblem(response).type === 'invalid-request') {
    response = await askMe(call, leastFields)
  }
  if (!isSuccess(response)) throw callFailure(response, 'reading the account')

  const me = read(MeAnswer, response.json)?.data
  if (!me) {
    throw failures.transient({
      message: 'X did not say which account it is.',
      remedy: 'Try again in a few minutes.',
      networkCode: String(response.status),
    })
  }
  const facts = factsOf({
    subscriptionType: me.subscription_type ?? null,
    verifiedType: me.verified_type ?? null,
  })
  return {
    platformUserId: me.id,
    username: me.username,
    ...(me.name && { displayName: me.name }),
    ...(me.profile_image_url && { avatarUrl: me.profile_image_url }),
    profileUrl: profileUrl(me.username),
    facts: { ...facts },
  }
}

/** Asks for these fields of the account behind a token. */
export function askMe(call: TokenCall, fields: string): Promise<ConnectorResponse> {
  return call.http.request({
    method: 'GET',
    url: meUrl,
    query: { 'user.fields': fields },
    auth: { bearer: call.accessToken },
  })
}
