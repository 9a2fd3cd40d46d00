import {
  BadAuthorizationRequest,
  requiredParameter,
  type EmulatorRequest,
} from '@t21/plugin-kit/sandbox'
import { authorizeLimits } from '../api/limits.ts'
import { findClient, type Client } from './clients.ts'
import { scopeNotes } from './scopes.ts'

/** What an app asks of a person (tiktok.md 1). */
export interface AuthorizationRequest {
  readonly client: Client
  readonly redirectUri: string
  readonly scopes: readonly string[]
  readonly state: string
  /** Hexadecimal, not base64url; `null` where a web app sent none. */
  readonly challenge: string | null
}

/**
 * Reads the query of the authorization URL.
 *
 * @throws BadAuthorizationRequest that names the parameter
 */
export function readAuthorizationRequest(request: EmulatorRequest): AuthorizationRequest {
  const client = findClient(requiredParameter(request, 'client_key'))
  if (client === undefined) {
    throw new BadAuthorizationRequest('client_key', 'no app has this key; use "sandbox-client".')
  }
  const redirectUri = requiredParameter(request, 'redirect_uri')
  requireRedirectUri(redirectUri, client)
  if (requiredParameter(request, 'response_type') !== 'code') {
    throw new BadAuthorizationRequest('response_type', 'must be "code".')
  }
  return {
    client,
    redirectUri,
    state: requiredParameter(request, 'state'),
    scopes: readScopes(requiredParameter(request, 'scope')),
    challenge: readChallenge(request, client),
  }
}

function readScopes(value: string): readonly string[] {
  const scopes = [...new Set(value.split(','))]
  const unknown = scopes.find((scope) => scopeNotes[scope] === undefined)
  if (unknown === undefined) return scopes
  throw new BadAuthorizationRequest(
    'scope',
    `there is no "${unknown}"; scopes are separated by commas, without spaces.`,
  )
}

function readChallenge(request: EmulatorRequest, client: Client): string | null {
  const challenge = request.query.get('code_challenge')
  if (challenge === null && client.kind === 'web') return null
  if (requiredParameter(request, 'code_challenge_method') !== 'S256') {
    throw new BadAuthorizationRequest('code_challenge_method', 'must be "S256".')
  }
  return requiredParameter(request, 'code_challenge')
}

/** Any callback counts as registered; it only has to be one that could be, for this kind of app. */
function requireRedirectUri(value: string, { kind }: Client): void {
  const url = URL.parse(value)
  const absolute =
    url !== null &&
    ['https:', 'http:'].includes(url.protocol) &&
    !/[?#]/.test(value) &&
    value.length <= authorizeLimits.redirectUriLength
  if (!absolute) {
    throw new BadAuthorizationRequest(
      'redirect_uri',
      `must be an absolute address of at most ${authorizeLimits.redirectUriLength} characters, without query and fragment.`,
    )
  }
  if (kind === 'web' || ['localhost', '127.0.0.1'].includes(url.hostname)) return
  throw new BadAuthorizationRequest('redirect_uri', 'a desktop app comes back to localhost only.')
}
