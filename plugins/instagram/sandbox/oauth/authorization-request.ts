import {
  BadAuthorizationRequest,
  requiredParameter,
  requiredRedirectUri,
  type EmulatorRequest,
} from '@t21/plugin-kit/sandbox'
import { instagramApp } from './apps.ts'
import { instagramScopes, scopeNames } from './scopes.ts'

/** What an app asks of a person (instagram.md 1A, step 1). */
export interface AuthorizationRequest {
  readonly redirectUri: string
  readonly scopes: readonly string[]
  readonly state: string | null
}

/**
 * Reads the query of the authorization URL.
 *
 * @throws BadAuthorizationRequest that names the parameter
 */
export function readAuthorizationRequest(request: EmulatorRequest): AuthorizationRequest {
  if (requiredParameter(request, 'client_id') !== instagramApp.id) {
    throw new BadAuthorizationRequest(
      'client_id',
      `no Instagram app has this id; it is "${instagramApp.id}".`,
    )
  }
  const redirectUri = requiredRedirectUri(request)
  if (requiredParameter(request, 'response_type') !== 'code') {
    throw new BadAuthorizationRequest('response_type', 'must be "code".')
  }
  for (const name of ['force_reauth', 'enable_fb_login']) requireFlag(request, name)
  return {
    redirectUri,
    scopes: readScopes('scope', requiredParameter(request, 'scope')),
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

function requireFlag(request: EmulatorRequest, name: string): void {
  const value = request.query.get(name)
  if (value === null || ['true', 'false', '1', '0'].includes(value)) return
  throw new BadAuthorizationRequest(name, 'must be "true" or "false".')
}
