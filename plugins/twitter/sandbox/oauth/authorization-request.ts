import type { EmulatorRequest } from '@t21/plugin-kit/sandbox'
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

/** An authorization request that the consent page does not show. */
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
  const clientId = required(request, 'client_id')
  if (findClient(clientId) === undefined) {
    throw new BadAuthorizationRequest('client_id', 'no app has this id; use "sandbox-client".')
  }
  const redirectUri = required(request, 'redirect_uri')
  requireRedirectUri(redirectUri)
  if (required(request, 'response_type') !== 'code') {
    throw new BadAuthorizationRequest('response_type', 'must be "code".')
  }
  const state = required(request, 'state')
  if (state.length > maxStateLength) {
    throw new BadAuthorizationRequest('state', `must have at most ${maxStateLength} characters.`)
  }
  return {
    clientId,
    redirectUri,
    state,
    scopes: readScopes(required(request, 'scope')),
    challenge: required(request, 'code_challenge'),
    method: readMethod(required(request, 'code_challenge_method')),
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
