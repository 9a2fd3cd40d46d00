import type { EmulatorRequest } from '@t21/plugin-kit/sandbox'
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

/** An authorization request that is shown to the person, never sent back to the app. */
export class BadAuthorizationRequest extends Error {
  constructor(parameter: string, remedy: string) {
    super(`${parameter}: ${remedy}`)
    this.name = 'BadAuthorizationRequest'
  }
}

/**
 * Reads the query of the authorization URL.
 *
 * @throws BadAuthorizationRequest that names the parameter
 */
export function readAuthorizationRequest(request: EmulatorRequest): AuthorizationRequest {
  const client = findClient(required(request, 'client_id'))
  if (client === undefined) {
    throw new BadAuthorizationRequest(
      'client_id',
      'no app has this id; use "sandbox-client" or "sandbox-community-client".',
    )
  }
  const redirectUri = required(request, 'redirect_uri')
  requireRedirectUri(redirectUri)
  if (required(request, 'response_type') !== 'code') {
    throw new BadAuthorizationRequest('response_type', 'must be "code".')
  }
  // Documented with spaces; LinkedIn's own library sends commas.
  const words = required(request, 'scope').split(/[ ,]+/)
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

/** Any callback counts as registered; it only has to be one that could be. */
function requireRedirectUri(value: string): void {
  const url = URL.parse(value)
  const possible =
    url !== null && (url.protocol === 'https:' || url.protocol === 'http:') && url.hash === ''
  if (possible) return
  throw new BadAuthorizationRequest(
    'redirect_uri',
    'must be an absolute http or https address without a fragment.',
  )
}

function required(request: EmulatorRequest, name: string): string {
  const value = request.query.get(name)
  if (value !== null && value !== '') return value
  throw new BadAuthorizationRequest(name, 'is missing.')
}
