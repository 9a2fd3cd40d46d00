import type { ConnectorHttp, ConnectorRequest, FindCall } from '@t21/plugin-kit'
import { callOf, json } from '@t21/plugin-kit/testing'
import type { Settings } from '../src/settings.ts'

export { bytes, draft, failureOf, file, part, picture } from '@t21/plugin-kit/testing'
export { json, raw, scriptedHttp, type Exchange } from '@t21/plugin-kit/testing'

/** The settings of the tests. */
export const settings: Settings = {
  clientId: 'app',
  clientSecret: 's3cret',
  apiVersion: 'v25.0',
  appSecretProof: false,
}

/** A call on behalf of the Page 42, made at noon. */
export function call(
  http: ConnectorHttp,
  more: Partial<FindCall<Settings>> = {},
): FindCall<Settings> {
  return callOf(http, settings, { accessToken: 'page-token', ...more })
}

const root = 'https://graph.facebook.com/v25.0'

/** A reading with the Page's token. */
export function gets(path: string, query: ConnectorRequest['query']): ConnectorRequest {
  return { method: 'GET', url: `${root}/${path}`, query, auth: { bearer: 'page-token' } }
}

/** A form with the Page's token. */
export function posts(path: string, form: Record<string, string>): ConnectorRequest {
  return { method: 'POST', url: `${root}/${path}`, form, auth: { bearer: 'page-token' } }
}

/** A multipart form with the Page's token. */
export function uploads(
  path: string,
  multipart: NonNullable<ConnectorRequest['multipart']>,
): ConnectorRequest {
  return { method: 'POST', url: `${root}/${path}`, multipart, auth: { bearer: 'page-token' } }
}

/** How far a video is. */
export function asksVideo(id: string): ConnectorRequest {
  return gets(id, { fields: 'status,published,post_id,permalink_url' })
}

/** Meta's error envelope. */
export function graphError(
  code: number,
  subcode?: number,
  more: Record<string, unknown> = {},
  status = 400,
) {
  const message = `(#${code}) Words of Facebook`
  return json(status, {
    error: { message, type: 'OAuthException', code, error_subcode: subcode, ...more },
  })
}

/** What is not there, or not to be seen. */
export const gone = graphError(100, 33)
