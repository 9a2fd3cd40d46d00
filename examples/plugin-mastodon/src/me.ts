import type { OAuthCall } from '@t21/plugin-kit'
import { isSuccess, read } from '@t21/plugin-kit'
import { instanceUrlOf, meUrl } from './api.ts'
import { callFailure, emptyAnswer } from './errors.ts'
import { InstanceAnswer, MeAnswer } from './schemas.ts'
import type { Settings } from './settings.ts'

/** The account behind a token: `GET /api/v1/accounts/verify_credentials`. */
export async function readMe(call: OAuthCall<Settings>, accessToken: string): Promise<MeAnswer> {
  const response = await call.http.request({
    method: 'GET',
    url: meUrl(call.settings),
    auth: { bearer: accessToken },
  })
  if (!isSuccess(response)) throw callFailure(response, 'reading the account')
  const me = read(MeAnswer, response.json)
  if (!me) throw emptyAnswer(response, 'reading the account')
  return me
}

/** The limits of the instance; `null` where it does not tell, which must not keep anybody from connecting. */
export async function readInstance(
  call: OAuthCall<Settings>,
  accessToken: string,
): Promise<InstanceAnswer | null> {
  const response = await call.http.request({
    method: 'GET',
    url: instanceUrlOf(call.settings),
    auth: { bearer: accessToken },
  })
  return isSuccess(response) ? read(InstanceAnswer, response.json) : null
}
