import type { ConnectorCall, ConnectorResponse } from '@t21/plugin-kit'
import { apiUrl, type ApiName } from './api.ts'
import type { Settings } from './settings.ts'

type Caller = Pick<ConnectorCall<Settings>, 'http' | 'settings' | 'accessToken'>

/** A question to the API in its usual form: JSON, the account's token, the fields that are wanted in the query. */
export function post(
  call: Caller,
  name: ApiName,
  json: Readonly<Record<string, unknown>>,
  fields?: string,
): Promise<ConnectorResponse> {
  return call.http.request({
    method: 'POST',
    url: apiUrl(call.settings, name),
    ...(fields !== undefined && { query: { fields } }),
    headers: { 'content-type': 'application/json; charset=UTF-8' },
    auth: { bearer: call.accessToken },
    json,
  })
}

/** `GET /v2/user/info/` for some fields: tiktok.md 1.7. */
export function getUserInfo(call: Caller, fields: readonly string[]): Promise<ConnectorResponse> {
  return call.http.request({
    method: 'GET',
    url: apiUrl(call.settings, 'userInfo'),
    query: { fields: fields.join(',') },
    auth: { bearer: call.accessToken },
  })
}
