import { Type } from 'typebox'
import { organizationOf, principalOf } from '../../authz/principal.ts'
import type { App } from '../../http/app-instance.ts'
import { dataOf, errorsOf, pageOf } from '../../http/envelope.ts'
import { page } from '../../http/pagination.ts'
import { etagOf, versionOf } from '../../http/version.ts'
import { presentWebhookEndpoint } from './webhook-endpoint.presenter.ts'
import {
  CreateWebhookEndpointBody,
  UpdateWebhookEndpointBody,
  WebhookEndpointParams,
  WebhookEndpointsQuery,
  WebhookEndpointView,
  WebhookEndpointWithSecret,
} from './webhook-endpoints.schemas.ts'
import {
  createWebhookEndpoint,
  deleteWebhookEndpoint,
  getWebhookEndpoint,
  listWebhookEndpoints,
  rotateWebhookSecret,
  updateWebhookEndpoint,
  webhookEndpointList,
  type EndpointWithSecret,
} from './webhook-endpoints.service.ts'

const tags = ['Webhook endpoints']

/** The addresses of customers' programs that are told what happens. */
export async function webhookEndpointsRoutes(app: App): Promise<void> {
  const { context } = app

  app.get(
    '/webhook-endpoints',
    {
      config: { permission: ['read', 'WebhookEndpoint'] },
      schema: {
        operationId: 'listWebhookEndpoints',
        summary: 'List the webhook endpoints of an organization',
        description: 'Newest first. For owners and admins.',
        tags,
        querystring: WebhookEndpointsQuery,
        response: { 200: pageOf(WebhookEndpointView), ...errorsOf('NOT_FOUND', 'INVALID_CURSOR') },
      },
    },
    async (request) => {
      const principal = principalOf(request)
      const rows = await listWebhookEndpoints(context, principal, request.query)
      const { items, meta } = page(rows, {
        limit: request.query.limit,
        secret: context.config.urlSecret,
        list: webhookEndpointList(organizationOf(principal, request.query.organizationId)),
      })
      return { data: items.map(presentWebhookEndpoint), meta }
    },
  )

  app.post(
    '/webhook-endpoints',
    {
      // The answer holds a secret, and the answers of repeated requests are stored.
      config: { permission: ['create', 'WebhookEndpoint'], idempotent: false },
      schema: {
        operationId: 'createWebhookEndpoint',
        summary: 'Create a webhook endpoint',
        description:
          'The answer has the secret with which messages are signed; it is not shown again. What is sent, and how, is in the document’s `webhooks`. At most 20 an organization.',
        tags,
        body: CreateWebhookEndpointBody,
        response: {
          201: dataOf(WebhookEndpointWithSecret),
          ...errorsOf('NOT_FOUND', 'URL_NOT_ALLOWED', 'QUOTA_EXCEEDED'),
        },
      },
    },
    async (request, reply) => {
      const made = await createWebhookEndpoint(context, principalOf(request), request.body)
      return reply
        .code(201)
        .headers({ etag: etagOf(made.endpoint.version), 'cache-control': 'no-store' })
        .send({ data: withSecret(made) })
    },
  )

  app.get(
    '/webhook-endpoints/:id',
    {
      config: { permission: ['read', 'WebhookEndpoint'] },
      schema: {
        operationId: 'getWebhookEndpoint',
        summary: 'Get a webhook endpoint',
        description: 'Without its secret, with the `version` that a change needs.',
        tags,
        params: WebhookEndpointParams,
        response: { 200: dataOf(WebhookEndpointView), ...errorsOf('NOT_FOUND') },
      },
    },
    async (request, reply) => {
      const endpoint = await getWebhookEndpoint(context, principalOf(request), request.params.id)
      return reply
        .header('etag', etagOf(endpoint.version))
        .send({ data: presentWebhookEndpoint(endpoint) })
    },
  )

  app.patch(
    '/webhook-endpoints/:id',
    {
      config: { permission: ['update', 'WebhookEndpoint'] },
      schema: {
        operationId: 'updateWebhookEndpoint',
        summary: 'Change a webhook endpoint, or switch it on or off',
        description:
          'Needs the `version` that was read. Switched on again, it gets what waited for it; what happened while it was off was not kept for it.',
        tags,
        params: WebhookEndpointParams,
        body: UpdateWebhookEndpointBody,
        response: {
          200: dataOf(WebhookEndpointView),
          ...errorsOf('NOT_FOUND', 'URL_NOT_ALLOWED', 'VERSION_CONFLICT'),
        },
      },
    },
    async (request, reply) => {
      const { body, params, headers } = request
      const endpoint = await updateWebhookEndpoint(context, principalOf(request), params.id, {
        ...body,
        version: versionOf(body.version, headers['if-match']),
      })
      return reply
        .header('etag', etagOf(endpoint.version))
        .send({ data: presentWebhookEndpoint(endpoint) })
    },
  )

  app.delete(
    '/webhook-endpoints/:id',
    {
      config: { permission: ['delete', 'WebhookEndpoint'] },
      schema: {
        operationId: 'deleteWebhookEndpoint',
        summary: 'Delete a webhook endpoint',
        description: 'With its log. What waits for it is not sent any more.',
        tags,
        params: WebhookEndpointParams,
        response: { 204: Type.Null({ description: 'It is gone.' }), ...errorsOf('NOT_FOUND') },
      },
    },
    async (request, reply) => {
      await deleteWebhookEndpoint(context, principalOf(request), request.params.id)
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/webhook-endpoints/:id/rotate-secret',
    {
      config: { permission: ['update', 'WebhookEndpoint'], idempotent: false },
      schema: {
        operationId: 'rotateWebhookSecret',
        summary: 'Give a webhook endpoint a new secret',
        description:
          'The answer has it; it is not shown again. For 24 hours messages are signed with the one before as well: `webhook-signature` then has two signatures, separated by a space.',
        tags,
        params: WebhookEndpointParams,
        response: { 200: dataOf(WebhookEndpointWithSecret), ...errorsOf('NOT_FOUND') },
      },
    },
    async (request, reply) => {
      const made = await rotateWebhookSecret(context, principalOf(request), request.params.id)
      return reply
        .headers({ etag: etagOf(made.endpoint.version), 'cache-control': 'no-store' })
        .send({ data: withSecret(made) })
    },
  )
}

function withSecret({ endpoint, secret }: EndpointWithSecret) {
  return { ...presentWebhookEndpoint(endpoint), secret }
}
