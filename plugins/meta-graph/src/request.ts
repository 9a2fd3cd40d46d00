import type { ConnectorHttp, ConnectorResponse, MultipartField } from '@t21/plugin-kit'
import { graphOrigin, graphUrl } from './api.ts'
import type { MetaSettings } from './settings.ts'
import { hmacHex } from './signature.ts'

/** What a request needs of a call; every call of the kit has it. */
export interface GraphCall {
  readonly http: ConnectorHttp
  readonly settings: MetaSettings
}

/** A request to the Graph API. Give at most one of `form` and `multipart`. */
export interface GraphRequest {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** Below the version, without a slash before it: `42/feed`. */
  readonly path: string
  readonly token: string
  /** The Graph host by default. */
  readonly origin?: string
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>
  readonly form?: Readonly<Record<string, string>>
  readonly multipart?: readonly MultipartField[]
}

/** Sends one request; the token goes as `Authorization: Bearer`, so that it stands in no address: facebook.md 0. */
export function graphRequest(call: GraphCall, request: GraphRequest): Promise<ConnectorResponse> {
  const { apiVersion, clientSecret, appSecretProof } = call.settings
  const proof = appSecretProof ? { appsecret_proof: hmacHex(clientSecret, request.token) } : {}
  const query = { ...request.query, ...proof }
  return call.http.request({
    method: request.method,
    url: graphUrl(apiVersion, request.path, request.origin ?? graphOrigin),
    ...(Object.keys(query).length > 0 && { query }),
    ...(request.form && { form: request.form }),
    ...(request.multipart && { multipart: request.multipart }),
    auth: { bearer: request.token },
  })
}

/** The app's own token, which needs no login: facebook.md 1 (8). */
export function appToken(settings: MetaSettings): string {
  return `${settings.clientId}|${settings.clientSecret}`
}
