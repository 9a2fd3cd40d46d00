import { principalOf } from '../../authz/principal.ts'
import type { App } from '../../http/app-instance.ts'
import { dataOf, errorsOf, pageOf } from '../../http/envelope.ts'
import { page } from '../../http/pagination.ts'
import { WebhookDeliveriesQuery, WebhookDeliveryView } from './webhook-deliveries.schemas.ts'
import {
  listWebhookDeliveries,
  redeliverWebhook,
  testWebhookEndpoint,
  webhookDeliveryList,
} from './webhook-deliveries.service.ts'
import { presentWebhookDelivery } from './webhook-delivery.presenter.ts'
import { WebhookEndpointParams } from './webhook-endpoints.schemas.ts'

const tags = ['Webhook endpoints']

/** What was sent to endpoints, and what they said. */
export async function webhookDeliveriesRoutes(app: App): Promise<void> {
  const { context } = app

  app.get(
    '/webhook-endpoints/:id/deliveries',
    {
      config: { permission: ['read', 'WebhookEndpoint'] },
      schema: {
        operationId: 'listWebhookDeliveries',
        summary: 'List what was sent to a webhook endpoint',
        description: 'Newest first, with every attempt. Kept for 30 days.',
        tags,
        params: WebhookEndpointParams,
        querystring: WebhookDeliveriesQuery,
        response: { 200: pageOf(WebhookDeliveryView), ...errorsOf('NOT_FOUND', 'INVALID_CURSOR') },
      },
    },
    async (request) => {
      const { params, query } = request
      const rows = await listWebhookDeliveries(context, principalOf(request), params.id, query)
      const { items, meta } = page(rows, {
        limit: query.limit,
        secret: context.config.urlSecret,
        list: webhookDeliveryList(params.id, query.state),
      })
      return { data: items.map(presentWebhookDelivery), meta }
    },
  )

  app.post(
    '/webhook-endpoints/:id/test',
    {
      config: { permission: ['update', 'WebhookEndpoint'] },
      schema: {
        operationId: 'testWebhookEndpoint',
        summary: 'Send a test message to a webhook endpoint',
        description:
          'A `webhook.test`, signed like every other; the log tells what became of it. Refused while the endpoint is off.',
        tags,
        params: WebhookEndpointParams,
        response: {
          202: dataOf(WebhookDeliveryView),
          ...errorsOf('NOT_FOUND', 'WEBHOOK_DISABLED'),
        },
      },
    },
    async (request, reply) => {
      const row = await testWebhookEndpoint(context, principalOf(request), request.params.id)
      return reply.code(202).send({ data: presentWebhookDelivery(row) })
    },
  )

  app.post(
    '/webhook-deliveries/:id/redeliver',
    {
      config: { permission: ['update', 'WebhookEndpoint'] },
      schema: {
        operationId: 'redeliverWebhook',
        summary: 'Send a message to a webhook endpoint again',
        description:
          'With the same `webhook-id`, so that a receiver that has it already can tell. The attempts begin anew. Refused while the endpoint is off.',
        tags,
        params: WebhookEndpointParams,
        response: {
          202: dataOf(WebhookDeliveryView),
          ...errorsOf('NOT_FOUND', 'WEBHOOK_DISABLED'),
        },
      },
    },
    async (request, reply) => {
      const row = await redeliverWebhook(context, principalOf(request), request.params.id)
      return reply.code(202).send({ data: presentWebhookDelivery(row) })
    },
  )
}
