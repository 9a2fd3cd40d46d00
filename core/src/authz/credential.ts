import { ApiError } from '../errors.ts'
import type { ApiKeyScope } from './api-key-routes.ts'

/** What somebody showed to be let in. */
export type Credential =
  | {
      readonly kind: 'session'
      readonly sessionId: string
      /** One of the staff, who sees what the person sees and changes nothing. */
      readonly viewedBy?: string
    }
  | { readonly kind: 'api_key'; readonly apiKeyId: string; readonly scopes: readonly string[] }
  /** Of the console; which rights it has there is decided there. */
  | { readonly kind: 'staff'; readonly staffId: string }

/** The session that asks. @throws ApiError API_KEY_NOT_ALLOWED where it is a key */
export function sessionIdOf({ credential }: { readonly credential: Credential }): string {
  if (credential.kind === 'session') return credential.sessionId
  throw new ApiError('API_KEY_NOT_ALLOWED')
}

/**
 * Refuses whoever only looks through somebody's eyes.
 *
 * @param reads whether the operation changes nothing and hands out no secret
 * @throws ApiError STAFF_VIEW_READS_ONLY
 */
export function requireOwnEyes(credential: Credential, reads: boolean): void {
  if (credential.kind !== 'session' || credential.viewedBy === undefined || reads) return
  throw new ApiError('STAFF_VIEW_READS_ONLY')
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
