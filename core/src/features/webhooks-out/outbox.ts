import type { Knex } from 'knex'
import type { EventData, EventType } from './event-types.ts'

/** Something that happened, for whoever listens. */
export type WebhookEvent = {
  readonly [Kind in EventType]: {
    readonly organizationId: string
    /** `null` for what concerns no brand: endpoints of a brand are not told. */
    readonly brandId: string | null
    readonly type: Kind
    readonly data: EventData<Kind>
  }
}[EventType]

/**
 * A part of a statement whose `with` has `told (organization_id, brand_id, type, data)`: one row of the outbox for each
 * event and endpoint that listens, none where nobody does.
 */
export const intoOutbox = `outbox as (
  insert into webhook_deliveries (organization_id, webhook_endpoint_id, type, data)
  select told.organization_id, listening.id, told.type, told.data
  from told join webhook_endpoints listening on listening.organization_id = told.organization_id
    and listening.enabled and (listening.event_types is null or told.type = any (listening.event_types))
    and (listening.brand_id is null or listening.brand_id = told.brand_id)
  returning 1
)`

/** A value of such a statement: wakes the sender once it has committed, where there is something to send. */
export const ringOutbox = '(select ring_webhook_deliveries() where exists (select from outbox))'

/** The rows of `told` out of a parameter with the events as JSON. */
export const toldOf = (parameter: string): string => `
  select "organizationId" as organization_id, "brandId" as brand_id, type, data
  from json_to_recordset(cast(${parameter} as json)) as e("organizationId" uuid, "brandId" uuid, type text, data json)`

/**
 * Tells the customer's programs what happened, in the transaction in which it happens: the message exists exactly if that
 * commits. One statement whatever their number; takes transactions of both roles.
 */
export async function emitEvents(
  transaction: Knex.Transaction,
  events: readonly WebhookEvent[],
): Promise<void> {
  if (events.length === 0) return
  await transaction.raw(`with told as (${toldOf('?')}), ${intoOutbox} select ${ringOutbox}`, [
    JSON.stringify(events),
  ])
}

/** {@link emitEvents} for one. */
export async function emitEvent(transaction: Knex.Transaction, event: WebhookEvent): Promise<void> {
  await emitEvents(transaction, [event])
}
