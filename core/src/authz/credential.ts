import { ApiError } from '../errors.ts'
import type { ApiKeyScope } from './api-key-routes.ts'

/** What somebody showed to be let in. */
export type Credential =
  | { readonly kind: 'session'; readonly sessionId: string }
  | { readonly kind: 'api_key'; readonly apiKeyId: string; readonly scopes: readonly string[] }
  /** Of the console; which rights it has there is decided there. */
  | { readonly kind: 'staff'; readonly staffId: string }

/** The session that asks. @throws ApiError API_KEY_NOT_ALLOWED where it is a key */
export function sessionIdOf({ credential }: { readonly credential: Credential }): string {
  if (credential.kind === 'session') return credential.sessionId
  throw new ApiError('API_KEY_NOT_ALLOWED')
}

/**
 * Whether a credential may call an operation at all: a session any, a key those of its scopes.
 *
 * @param scope of the operation; `undefined` where no key may call it
 * @throws ApiError API_KEY_NOT_ALLOWED, API_KEY_SCOPE_MISSING with the scope
 */
export function requireScope(credential: Credential, scope: ApiKeyScope | undefined): void {
  if (credential.kind !== 'api_key') return
  if (scope === undefined) throw new ApiError('API_KEY_NOT_ALLOWED')
  if (credential.scopes.includes(scope)) return
  throw new ApiError('API_KEY_SCOPE_MISSING', `This needs an API key with the scope ${scope}.`, {
    details: { scope },
  })
}
