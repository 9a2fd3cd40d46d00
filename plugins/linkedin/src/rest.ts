import type { ConnectorHttp, ConnectorRequest, ConnectorResponse } from '@t21/plugin-kit'
import type { Settings } from './settings.ts'

/** What a call to the versioned API needs; every `ConnectorCall` has it. */
export interface RestCall {
  readonly http: ConnectorHttp
  readonly settings: Settings
  readonly accessToken: string
}

/** A request to the versioned API. The query stands in the address: Rest.li's syntax must stay raw. */
export interface RestRequest {
  readonly method: ConnectorRequest['method']
  readonly url: string
  readonly json?: unknown
  /** Where the HTTP method alone does not say it: `FINDER`, `BATCH_GET`. */
  readonly restliMethod?: string
}

/** Asks the versioned API with the headers that it demands: linkedin.md 0. */
export function rest(call: RestCall, request: RestRequest): Promise<ConnectorResponse> {
  return call.http.request({
    method: request.method,
    url: request.url,
    auth: { bearer: call.accessToken },
    headers: {
      'Linkedin-Version': call.settings.apiVersion,
      'X-Restli-Protocol-Version': '2.0.0',
      ...(request.restliMethod && { 'X-RestLi-Method': request.restliMethod }),
    },
    ...(request.json !== undefined && { json: request.json }),
  })
}
