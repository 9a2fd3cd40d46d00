import type { WebhookEndpoint } from './webhook-endpoint.model.ts'
import type { WebhookEndpointView } from './webhook-endpoints.schemas.ts'

/** An endpoint as it is answered. */
export function presentWebhookEndpoint(endpoint: WebhookEndpoint): WebhookEndpointView {
  return {
    id: endpoint.id,
    organizationId: endpoint.organizationId,
    brandId: endpoint.brandId,
    url: endpoint.url,
    description: endpoint.description,
    eventTypes: endpoint.eventTypes,
    enabled: endpoint.enabled,
    disabledBecause: endpoint.disabledBecause,
    failingSince: endpoint.failingSince?.toISOString() ?? null,
    previousSecretUntil: endpoint.previousSecretUntil?.toISOString() ?? null,
    version: endpoint.version,
    createdAt: endpoint.createdAt.toISOString(),
    updatedAt: endpoint.updatedAt.toISOString(),
  }
}
