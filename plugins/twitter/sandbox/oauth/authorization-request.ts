import {
  BadAuthorizationRequest,
  requiredParameter,
  requiredRedirectUri,
  type EmulatorRequest,
} from '@t21/plugin-kit/sandbox'
import { maxStateLength } from '../api/limits.ts'
import { findClient } from './clients.ts'
import { knownScopes } from './scopes.ts'

/** What an app asks of a person (twitter.md 1.1). */
export interface AuthorizationRequest {
  readonly clientId: string
  readonly redirectUri: string
  readonly scopes: readonly string[]
  readonly state: string
  readonly challenge: string
  readonly method: 's256' | 'plain'
}

/**
 * Reads the query of the authorization URL.
 *
 * @throws BadAuthorizationRequest that names the parameter
 */
export function readAuthorizationRequest(request: EmulatorRequest): AuthorizationRequest {
  const clientId = requiredParameter(request, 'client_id')
  if (findClient(clientId) === undefined) {
    throw new BadAuthorizationRequest('client_id', 'no app has this id; use "sandbox-client".')
  }
  const redirectUri = requiredRedirectUri(request)
  if (requiredParameter(request, 'response_type') !== 'code') {
    throw new BadAuthorizationRequest('response_type', 'must be "code".')
  }
  const state = requiredParameter(request, 'state')
  if (state.length > maxStateLength) {
    throw new BadAuthorizationRequest('state', `must have at most ${maxStateLength} characters.`)
  }
  return {
    clientId,
    redirectUri,
    state,
    scopes: readScopes(requiredParameter(request, 'scope')),
    challenge: requiredParameter(request, 'code_challenge'),
    method: readMethod(requiredParameter(request, 'code_challenge_method')),
  }
}

function readScopes(value: string): readonly string[] {
  const scopes = [...new Set(value.split(' ').filter((scope) => scope !== ''))]
  const unknown = scopes.find((scope) => !knownScopes.includes(scope))
  if (unknown !== undefined) {
    throw new BadAuthorizationRequest('scope', `there is no "${unknown}".`)
  }
  if (scopes.length === 0) throw new BadAuthorizationRequest('scope', 'is empty.')
  return scopes
}

/** Some clients write `s256`, and X takes it. */
function readMethod(value: string): 's256' | 'plain' {
  const method = value.toLowerCase()
  if (method === 's256' || method === 'plain') return method
  throw new BadAuthorizationRequest('code_challenge_method', 'must be "S256" or "plain".')
}
