import {
  BadAuthorizationRequest,
  requiredParameter,
  requiredRedirectUri,
  type EmulatorRequest,
} from '@t21/plugin-kit/sandbox'
import { findClient, type Client } from './clients.ts'

/** What an app asks of a person (linkedin.md 1). */
export interface AuthorizationRequest {
  readonly client: Client
  readonly redirectUri: string
  readonly scopes: readonly string[]
  /** A scope that the app has no product for. */
  readonly unauthorizedScope: string | undefined
  readonly state: string | null
  /** PKCE is optional; S256. */
  readonly challenge: string | null
}

/**
 * Reads the query of the authorization URL.
 *
 * @throws BadAuthorizationRequest that names the parameter
 */
export function readAuthorizationRequest(request: EmulatorRequest): AuthorizationRequest {
  const client = findClient(requiredParameter(request, 'client_id'))
  if (client === undefined) {
    throw new BadAuthorizationRequest(
      'client_id',
      'no app has this id; use "sandbox-client" or "sandbox-community-client".',
    )
  }
  const redirectUri = requiredRedirectUri(request)
  if (requiredParameter(request, 'response_type') !== 'code') {
    throw new BadAuthorizationRequest('response_type', 'must be "code".')
  }
  // Documented with spaces; LinkedIn's own library sends commas.
  const words = requiredParameter(request, 'scope').split(/[ ,]+/)
  const scopes = [...new Set(words)].filter((one) => one !== '')
  if (scopes.length === 0) throw new BadAuthorizationRequest('scope', 'is empty.')
  const method = request.query.get('code_challenge_method')
  const challenge = request.query.get('code_challenge')
  if (challenge !== null && method !== 'S256') {
    throw new BadAuthorizationRequest('code_challenge_method', 'must be "S256".')
  }
  return {
    client,
    redirectUri,
    scopes,
    unauthorizedScope: scopes.find((scope) => !client.scopes.includes(scope)),
    state: request.query.get('state'),
    challenge,
  }
}
