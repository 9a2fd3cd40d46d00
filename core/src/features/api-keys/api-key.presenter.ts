import type { ApiKey } from './api-key.model.ts'
import type { ApiKeyView } from './api-keys.schemas.ts'

/** A key as it is answered: what tells it from others, never the key. */
export function presentApiKey(apiKey: ApiKey): ApiKeyView {
  return {
    id: apiKey.id,
    organizationId: apiKey.organizationId,
    userId: apiKey.userId,
    name: apiKey.name,
    prefix: apiKey.keyPrefix,
    lastFour: apiKey.keyLastFour,
    scopes: apiKey.scopes as ApiKeyView['scopes'],
    lastUsedAt: apiKey.lastUsedAt?.toISOString() ?? null,
    expiresAt: apiKey.expiresAt?.toISOString() ?? null,
    version: apiKey.version,
    createdAt: apiKey.createdAt.toISOString(),
  }
}
