import type { EmulatorRequest } from '@t21/plugin-kit/sandbox'
import { instagramApp } from './apps.ts'
import { instagramScopes, scopeNames } from './scopes.ts'

/** What an app asks of a person (instagram.md 1A, step 1). */
export interface AuthorizationRequest {
  readonly redirectUri: string
  readonly scopes: readonly string[]
  readonly state: string | null
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
  if (required(request, 'client_id') !== instagramApp.id) {
    throw new BadAuthorizationRequest(
      'client_id',
      `no Instagram app has this id; it is "${instagramApp.id}".`,
    )
  }
  const redirectUri = required(request, 'redirect_uri')
  requireRedirectUri(redirectUri)
  if (required(request, 'response_type') !== 'code') {
    throw new BadAuthorizationRequest('response_type', 'must be "code".')
  }
  for (const name of ['force_reauth', 'enable_fb_login']) requireFlag(request, name)
  return {
    redirectUri,
    scopes: readScopes('scope', required(request, 'scope')),
    state: request.query.get('state'),
  }
}

/**
 * Scopes in a list with commas or spaces. The basic one is always among them.
 *
 * @throws BadAuthorizationRequest
 */
export function readScopes(parameter: string, value: string): readonly string[] {
  const scopes = [...new Set(value.split(/[,\s]+/).filter((scope) => scope !== ''))]
  const unknown = scopes.find((scope) => !instagramScopes.includes(scope))
  if (unknown !== undefined) {
    throw new BadAuthorizationRequest(parameter, `there is no "${unknown}".`)
  }
  const { basic } = scopeNames.instagram
  if (scopes.includes(basic)) return scopes
  throw new BadAuthorizationRequest(parameter, `"${basic}" must be among them.`)
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

function requireFlag(request: EmulatorRequest, name: string): void {
  const value = request.query.get(name)
  if (value === null || ['true', 'false', '1', '0'].includes(value)) return
  throw new BadAuthorizationRequest(name, 'must be "true" or "false".')
}

function required(request: EmulatorRequest, name: string): string {
  const value = request.query.get(name)
  if (value !== null && value !== '') return value
  throw new BadAuthorizationRequest(name, 'is missing.')
}
