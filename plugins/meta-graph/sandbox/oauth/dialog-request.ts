import {
  BadAuthorizationRequest,
  requiredParameter,
  requiredRedirectUri,
  type EmulatorRequest,
} from '@t21/plugin-kit/sandbox'
import { liveVersions } from '../api/limits.ts'
import type { GraphApp } from './app.ts'

/** What an app asks of a person (facebook.md 1, step 1). */
export interface DialogRequest {
  readonly redirectUri: string
  readonly state: string | null
  readonly scopes: readonly string[]
  /** Ask again for what was declined before. */
  readonly rerequest: boolean
}

/**
 * Reads the query of the dialog's address.
 *
 * @throws BadAuthorizationRequest that names the parameter
 */
export function readDialogRequest(request: EmulatorRequest, app: GraphApp): DialogRequest {
  const { version } = request.params
  if (version !== undefined && !liveVersions.includes(version)) {
    throw new BadAuthorizationRequest('version', `use one of ${liveVersions.join(', ')}.`)
  }
  if (requiredParameter(request, 'client_id') !== app.id) {
    throw new BadAuthorizationRequest('client_id', `no app has this id; use "${app.id}".`)
  }
  const responseType = request.query.get('response_type') ?? 'code'
  if (responseType !== 'code') throw new BadAuthorizationRequest('response_type', 'must be "code".')
  const authType = request.query.get('auth_type')
  return {
    redirectUri: requiredRedirectUri(request),
    state: request.query.get('state'),
    scopes: readScopes(request, app),
    rerequest: authType !== null && authType.split(',').includes('rerequest'),
  }
}

/** With `config_id` (Facebook Login for Business) the app's settings say what is asked: everything. */
function readScopes(request: EmulatorRequest, app: GraphApp): readonly string[] {
  const value = request.query.get('scope')
  if (value === null && request.query.get('config_id') !== null) return app.scopes
  const scopes = [...new Set((value ?? '').split(/[,\s]+/).filter((scope) => scope !== ''))]
  const unknown = scopes.filter(
    (scope) => scope !== 'public_profile' && !app.scopes.includes(scope),
  )
  if (unknown.length > 0) {
    throw new BadAuthorizationRequest('scope', `Invalid Scopes: ${unknown.join(', ')}.`)
  }
  return [...new Set(['public_profile', ...scopes])]
}
