import type { Knex } from 'knex'
import { authorize, type Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { read } from '../../db/read.ts'
import { inOrganizations } from '../../db/tenancy.ts'
import { ApiError, notFound } from '../../errors.ts'
import { decodeCursor } from '../../http/pagination.ts'
import type { WebhookDeliveriesQuery } from './webhook-deliveries.schemas.ts'
import type { WebhookDeliveryRow } from './webhook-delivery.presenter.ts'
import { getWebhookEndpoint, lockWebhookEndpoint } from './webhook-endpoints.service.ts'

/** A message and its attempts, in one statement for a whole page. */
const rowColumns = `d.*, (
  select coalesce(json_agg(a order by a.id), '[]') from (
    select * from webhook_attempts of_message where of_message.webhook_delivery_id = d.id
      and of_message.organization_id = d.organization_id
    order by of_message.id desc limit 100) a) as tried`

/**
 * The log of an endpoint, newest first: one more than `limit`, so that the page knows of a next one.
 *
 * @throws ApiError NOT_FOUND, FORBIDDEN, INVALID_CURSOR
 */
export async function listWebhookDeliveries(
  context: Context,
  principal: Principal,
  endpointId: string,
  { limit, cursor, state }: WebhookDeliveriesQuery,
): Promise<WebhookDeliveryRow[]> {
  const { organizationId } = await getWebhookEndpoint(context, principal, endpointId)
  const query = context.database
    .api('webhook_deliveries as d')
    .select(context.database.api.raw(rowColumns))
    .where({ 'd.organization_id': organizationId, 'd.webhook_endpoint_id': endpointId })
    .orderBy('d.id', 'desc')
    .limit(limit + 1)
  if (state !== undefined) void query.where('d.state', state)
  if (cursor !== undefined) {
    const list = webhookDeliveryList(endpointId, state)
    void query.where('d.id', '<', decodeCursor(context.config.urlSecret, list, cursor))
  }
  return read<WebhookDeliveryRow>(context.database, [organizationId], query)
}

/** The name of the list in its cursors. */
export function webhookDeliveryList(endpointId: string, state = 'all'): string {
  return `webhook-deliveries:${endpointId}:${state}`
}

/**
 * Writes a test message to one endpoint, whatever it listens to.
 *
 * @throws ApiError NOT_FOUND, FORBIDDEN, WEBHOOK_DISABLED
 */
export async function testWebhookEndpoint(
  context: Context,
  principal: Principal,
  id: string,
): Promise<WebhookDeliveryRow> {
  const { organizationIds } = principal
  return inOrganizations(context.database, organizationIds, async (transaction) => {
    const endpoint = await lockWebhookEndpoint(transaction, principal, id, 'update')
    if (!endpoint.enabled) throw new ApiError('WEBHOOK_DISABLED')
    const { organizationId } = endpoint
    const made = (await transaction('webhook_deliveries')
      .insert({
        organization_id: organizationId,
        webhook_endpoint_id: id,
        type: 'webhook.test',
        data: JSON.stringify({ id, organizationId }),
      })
      .returning('id')) as { id: string }[]
    await transaction.raw('select ring_webhook_deliveries()')
    return rowOf(transaction, organizationId, made[0]?.id ?? '')
  })
}

/**
 * Sends a message again, with the same id, beginning the attempts anew; for one that waits, now.
 *
 * @throws ApiError NOT_FOUND, FORBIDDEN, WEBHOOK_DISABLED
 */
export async function redeliverWebhook(
  context: Context,
  principal: Principal,
  id: string,
): Promise<WebhookDeliveryRow> {
  const { organizationIds } = principal
  return inOrganizations(context.database, organizationIds, async (transaction) => {
    const found = await transaction('webhook_deliveries')
      .where({ id })
      .whereIn('organization_id', [...organizationIds])
      .first<{ organization_id: string; webhook_endpoint_id: string } | undefined>(
        'organization_id',
        'webhook_endpoint_id',
      )
    if (found === undefined) throw notFound('Webhook delivery')
    const { organization_id: organizationId, webhook_endpoint_id: endpointId } = found
    authorize(principal, 'update', 'WebhookEndpoint', { organizationId })
    const endpoint = await lockWebhookEndpoint(transaction, principal, endpointId, 'update')
    if (!endpoint.enabled) throw new ApiError('WEBHOOK_DISABLED')
    await transaction('webhook_deliveries')
      .where({ id, organization_id: organizationId })
      .update({
        state: 'waiting',
        round: 0,
        next_at: transaction.raw('clock_timestamp()'),
        delivered_at: null,
      })
    await transaction.raw('select ring_webhook_deliveries()')
    return rowOf(transaction, organizationId, id)
  })
}

async function rowOf(
  transaction: Knex.Transaction,
  organizationId: string,
  id: string,
): Promise<WebhookDeliveryRow> {
  const row = await transaction('webhook_deliveries as d')
    .where({ 'd.id': id, 'd.organization_id': organizationId })
    .first<WebhookDeliveryRow | undefined>(transaction.raw(rowColumns))
  if (row === undefined) throw notFound('Webhook delivery')
  return row
}
