import type { EmulatorRequest } from '@t21/plugin-kit/sandbox'
import { oauthError } from '../api/errors.ts'
import type { Parameters } from './parameters.ts'

/** An app registered at the network. */
export interface Client {
  readonly id: string
  /** None: a public client, such as an app on a phone. */
  readonly secret: string | null
}

/** Under which the connector works without settings of its own. */
export const sandboxClient = { id: 'sandbox-client', secret: 'sandbox-secret' } as const

/** The API key pair of the same app, for the app-only token. */
export const sandboxApiKey = { key: 'sandbox-api-key', secret: 'sandbox-api-secret' } as const

/** The app's number, by which events name it. */
export const sandboxAppId = '13090192'

const clients: readonly Client[] = [sandboxClient, { id: 'sandbox-public-client', secret: null }]

/** The app with this id. */
export function findClient(id: string): Client | undefined {
  return clients.find((client) => client.id === id)
}

/**
 * The app that calls the token endpoint (twitter.md 1.1): a confidential one proves itself with Basic
 * and by nothing else, a public one only names itself.
 *
 * @throws Refusal 400 invalid_request, 401 invalid_client or 401 unauthorized_client
 */
export function authenticateClient(request: EmulatorRequest, parameters: Parameters): Client {
  const basic = readBasic(request)
  const id = basic?.user ?? parameters.get('client_id')
  if (id === undefined) {
    throw oauthError(400, 'invalid_request', 'Missing required parameter [client_id].')
  }
  const client = findClient(id)
  const named = parameters.get('client_id')
  if (client === undefined || (named !== undefined && named !== id)) {
    throw oauthError(401, 'invalid_client')
  }
  if (client.secret !== null && basic?.password !== client.secret) {
    throw oauthError(401, 'unauthorized_client', 'Missing valid authorization header')
  }
  return client
}

/** The pair of a `Basic` header. Both halves may be percent-encoded (RFC 6749 2.3.1). */
export function readBasic(
  request: EmulatorRequest,
): { readonly user: string; readonly password: string } | undefined {
  const match = /^Basic ([A-Za-z0-9+/=_-]+)$/i.exec(request.headers['authorization'] ?? '')
  if (match?.[1] === undefined) return undefined
  const pair = Buffer.from(match[1], 'base64').toString('utf8')
  const colon = pair.indexOf(':')
  if (colon < 0) return undefined
  return { user: decode(pair.slice(0, colon)), password: decode(pair.slice(colon + 1)) }
}

function decode(half: string): string {
  try {
    return decodeURIComponent(half)
  } catch {
    return half
  }
}
