import type { EmulatorRequest } from '@t21/plugin-kit/sandbox'
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

/** A request that the dialog does not show. */
export class BadDialogRequest extends Error {
  constructor(parameter: string, remedy: string) {
    super(`${parameter}: ${remedy}`)
    this.name = 'BadDialogRequest'
  }
}

/**
 * Reads the query of the dialog's address.
 *
 * @throws BadDialogRequest that names the parameter
 */
export function readDialogRequest(request: EmulatorRequest, app: GraphApp): DialogRequest {
  const { version } = request.params
  if (version !== undefined && !liveVersions.includes(version)) {
    throw new BadDialogRequest('version', `use one of ${liveVersions.join(', ')}.`)
  }
  if (required(request, 'client_id') !== app.id) {
    throw new BadDialogRequest('client_id', `no app has this id; use "${app.id}".`)
  }
  const responseType = request.query.get('response_type') ?? 'code'
  if (responseType !== 'code') throw new BadDialogRequest('response_type', 'must be "code".')
  const authType = request.query.get('auth_type')
  return {
    redirectUri: readRedirectUri(required(request, 'redirect_uri')),
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
    throw new BadDialogRequest('scope', `Invalid Scopes: ${unknown.join(', ')}.`)
  }
  return [...new Set(['public_profile', ...scopes])]
}

/** Any callback counts as registered; it only has to be one that could be. */
function readRedirectUri(value: string): string {
  const url = URL.parse(value)
  const possible =
    url !== null && (url.protocol === 'https:' || url.protocol === 'http:') && url.hash === ''
  if (possible) return value
  throw new BadDialogRequest(
    'redirect_uri',
    'must be an absolute http or https address without a fragment.',
  )
}

function required(request: EmulatorRequest, name: string): string {
  const value = request.query.get(name)
  if (value !== null && value !== '') return value
  throw new BadDialogRequest(name, 'is missing.')
}
