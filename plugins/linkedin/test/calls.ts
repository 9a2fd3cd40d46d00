import type { ConnectorHttp, ConnectorRequest, ConnectorResponse, FindCall } from '@t21/plugin-kit'
import { callOf, json, raw, type Exchange } from '@t21/plugin-kit/testing'
import { factsOf } from '../src/facts.ts'
import { askedScopes } from '../src/scopes.ts'
import type { Settings } from '../src/settings.ts'

/** An app with "Share on LinkedIn" and "Sign In with LinkedIn" only. */
export const selfServe: Settings = {
  clientId: 'client',
  clientSecret: 'secret',
  communityManagement: false,
  apiVersion: '202609',
}

/** An app that LinkedIn approved for the Community Management API. */
export const approved: Settings = { ...selfServe, communityManagement: true }

export const pageUrn = 'urn:li:organization:7'
export const memberUrn = 'urn:li:person:ada-1'

type More = Partial<FindCall<Settings>>

/** A call for the page 7, which an approved app may read, measure and comment for. */
export function pageCall(http: ConnectorHttp, more: More = {}): FindCall<Settings> {
  return accountCall(http, approved, { kind: 'organization', role: 'ADMINISTRATOR' }, more)
}

/** A call for the member Ada of an approved app. */
export function memberCall(http: ConnectorHttp, more: More = {}): FindCall<Settings> {
  return accountCall(http, approved, { kind: 'member', role: null }, more)
}

/** A call for the member Ada of a self-serve app: publishing, and nothing else. */
export function selfServeCall(http: ConnectorHttp, more: More = {}): FindCall<Settings> {
  return accountCall(http, selfServe, { kind: 'member', role: null }, more)
}

function accountCall(
  http: ConnectorHttp,
  settings: Settings,
  account: Parameters<typeof factsOf>[0],
  more: More,
): FindCall<Settings> {
  const scopes = more.scopes ?? askedScopes(settings)
  return callOf(http, settings, {
    scopes,
    account: {
      platformUserId: account.kind === 'organization' ? pageUrn : memberUrn,
      username: 'ada',
      facts: { ...factsOf(account, scopes, settings) },
    },
    ...more,
  })
}

/** A request to the versioned API, as the connector makes it; `url` begins behind `/rest`. */
export function asks(
  method: ConnectorRequest['method'],
  url: string,
  more: { readonly json?: unknown; readonly restliMethod?: string; readonly token?: string } = {},
): ConnectorRequest {
  const { restliMethod, token = 'ada-token', json: body } = more
  return {
    method,
    url: `https://api.linkedin.com/rest${url}`,
    auth: { bearer: token },
    headers: {
      'Linkedin-Version': '202609',
      'X-Restli-Protocol-Version': '2.0.0',
      ...(restliMethod && { 'X-RestLi-Method': restliMethod }),
    },
    json: body,
  }
}

/** A question and its answer. */
export function exchange(request: ConnectorRequest, answer: ConnectorResponse | Error): Exchange {
  return { request, answer }
}

/** The answer of a creation: the id is in a header, the body is empty. */
export function created(id: string): ConnectorResponse {
  return raw(201, '', { 'x-restli-id': id })
}

/** LinkedIn's error: linkedin.md 4. */
export function problem(
  status: number,
  message: string,
  more: Record<string, unknown> = {},
  headers: Readonly<Record<string, string>> = {},
): ConnectorResponse {
  return json(status, { status, message, ...more }, headers)
}
