import { Type } from 'typebox'
import { principalOf } from '../../authz/principal.ts'
import type { App } from '../../http/app-instance.ts'
import { dataOf, errorsOf, pageOf } from '../../http/envelope.ts'
import { page } from '../../http/pagination.ts'
import { etagOf, versionOf } from '../../http/version.ts'
import { presentApiKey } from './api-key.presenter.ts'
import {
  ApiKeyParams,
  ApiKeysQuery,
  ApiKeyView,
  CreateApiKeyBody,
  NewApiKeyView,
  UpdateApiKeyBody,
} from './api-keys.schemas.ts'
import {
  apiKeyList,
  createApiKey,
  getApiKey,
  listApiKeys,
  renameApiKey,
  revokeApiKey,
} from './api-keys.service.ts'

const tags = ['API keys']

/** How programs are let in. No key reaches these routes. */
export async function apiKeysRoutes(app: App): Promise<void> {
  const { context } = app

  app.get(
    '/api-keys',
    {
      config: { permission: ['read', 'ApiKey'] },
      schema: {
        operationId: 'listApiKeys',
        summary: 'List the API keys of an organization',
        description:
          'Newest first, without those that were revoked. Owners and admins see all of them, members their own.',
        tags,
        querystring: ApiKeysQuery,
        response: { 200: pageOf(ApiKeyView), ...errorsOf('NOT_FOUND', 'INVALID_CURSOR') },
      },
    },
    async (request) => {
      const principal = principalOf(request)
      const rows = await listApiKeys(context, principal, request.query)
      const { items, meta } = page(rows, {
        limit: request.query.limit,
        secret: context.config.urlSecret,
        list: apiKeyList(principal, request.query),
      })
      return { data: items.map(presentApiKey), meta }
    },
  )

  app.post(
    '/api-keys',
    {
      // An answer that is kept for a repetition would be the key, stored.
      config: { permission: ['create', 'ApiKey'], idempotent: false },
      schema: {
        operationId: 'createApiKey',
        summary: 'Create an API key',
        description:
          'For one organization. The answer is the only one that has the key: it is not stored. It may do what its scopes name, and of that only what you may do yourself when it is used. A repetition creates another key; an `Idempotency-Key` has no effect here.',
        tags,
        body: CreateApiKeyBody,
        response: { 201: dataOf(NewApiKeyView), ...errorsOf('NOT_FOUND', 'QUOTA_EXCEEDED') },
      },
    },
    async (request, reply) => {
      const { apiKey, key } = await createApiKey(context, principalOf(request), request.body)
      return reply
        .code(201)
        .header('etag', etagOf(apiKey.version))
        .send({ data: { ...presentApiKey(apiKey), key } })
    },
  )

  app.get(
    '/api-keys/:id',
    {
      config: { permission: ['read', 'ApiKey'] },
      schema: {
        operationId: 'getApiKey',
        summary: 'Get an API key',
        description: 'What it is good for, and when it was last used; never the key itself.',
        tags,
        params: ApiKeyParams,
        response: { 200: dataOf(ApiKeyView), ...errorsOf('NOT_FOUND') },
      },
    },
    async (request, reply) => {
      const apiKey = await getApiKey(context, principalOf(request), request.params.id)
      return reply.header('etag', etagOf(apiKey.version)).send({ data: presentApiKey(apiKey) })
    },
  )

  app.patch(
    '/api-keys/:id',
    {
      config: { permission: ['update', 'ApiKey'] },
      schema: {
        operationId: 'updateApiKey',
        summary: 'Rename an API key',
        description: 'Needs the `version` that was read. Scopes and end of a key never change.',
        tags,
        params: ApiKeyParams,
        body: UpdateApiKeyBody,
        response: { 200: dataOf(ApiKeyView), ...errorsOf('NOT_FOUND', 'VERSION_CONFLICT') },
      },
    },
    async (request, reply) => {
      const { name, version } = request.body
      const apiKey = await renameApiKey(context, principalOf(request), {
        id: request.params.id,
        name,
        version: versionOf(version, request.headers['if-match']),
      })
      return reply.header('etag', etagOf(apiKey.version)).send({ data: presentApiKey(apiKey) })
    },
  )

  app.delete(
    '/api-keys/:id',
    {
      config: { permission: ['delete', 'ApiKey'] },
      schema: {
        operationId: 'revokeApiKey',
        summary: 'Revoke an API key',
        description: 'It is worth nothing from then on, everywhere within ten seconds.',
        tags,
        params: ApiKeyParams,
        response: { 204: Type.Null({ description: 'Revoked.' }), ...errorsOf('NOT_FOUND') },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      await revokeApiKey(context, principalOf(request), id)
      app.authenticator.forget(id)
      return reply.code(204).send(null)
    },
  )
}
