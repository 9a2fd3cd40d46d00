import type { WebhookDeliveryView } from './webhook-deliveries.schemas.ts'

/** A row of the log with what was tried, as the database has it. */
export interface WebhookDeliveryRow {
  readonly id: string
  readonly organization_id: string
  readonly webhook_endpoint_id: string
  readonly type: string
  readonly data: Record<string, unknown>
  readonly state: WebhookDeliveryView['state']
  readonly next_at: Date | null
  readonly delivered_at: Date | null
  readonly created_at: Date
  readonly tried: readonly {
    readonly at: string
    readonly status_code: number | null
    readonly duration_ms: number
    readonly error: string | null
    readonly answer: string | null
  }[]
}

/** A message to one endpoint as it is answered. */
export function presentWebhookDelivery(row: WebhookDeliveryRow): WebhookDeliveryView {
  return {
    id: row.id,
    organizationId: row.organization_id,
    webhookEndpointId: row.webhook_endpoint_id,
    type: row.type,
    data: row.data,
    state: row.state,
    nextAttemptAt: row.next_at?.toISOString() ?? null,
    deliveredAt: row.delivered_at?.toISOString() ?? null,
    attempts: row.tried.map((attempt) => ({
      at: new Date(attempt.at).toISOString(),
      statusCode: attempt.status_code,
      durationMs: attempt.duration_ms,
      error: attempt.error,
      answer: attempt.answer,
    })),
    createdAt: row.created_at.toISOString(),
  }
}
