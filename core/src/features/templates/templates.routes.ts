import { Type } from 'typebox'
import { principalOf } from '../../authz/principal.ts'
import type { App } from '../../http/app-instance.ts'
import { dataOf, errorsOf, pageOf } from '../../http/envelope.ts'
import { page } from '../../http/pagination.ts'
import { etagOf, versionOf } from '../../http/version.ts'
import { fillTemplate } from './fill-template.ts'
import { presentTemplate } from './template.presenter.ts'
import {
  BrandTemplatesParams,
  CreateTemplateBody,
  PreviewBody,
  PreviewView,
  TemplateParams,
  TemplatesQuery,
  TemplateView,
  UpdateTemplateBody,
} from './templates.schemas.ts'
import {
  createTemplate,
  deleteTemplate,
  getTemplate,
  listTemplates,
  templateList,
  updateTemplate,
} from './templates.service.ts'

const tags = ['Templates']

/** Texts from which posts are made: below `/brands/:brandId/templates`. */
export async function templatesRoutes(app: App): Promise<void> {
  const { context } = app

  app.get(
    '/brands/:id/templates',
    {
      config: { permission: ['read', 'Template'] },
      schema: {
        operationId: 'listTemplates',
        summary: 'List the templates of a brand',
        description: 'Newest first.',
        tags,
        params: BrandTemplatesParams,
        querystring: TemplatesQuery,
        response: { 200: pageOf(TemplateView), ...errorsOf('NOT_FOUND', 'INVALID_CURSOR') },
      },
    },
    async (request) => {
      const { params, query } = request
      const rows = await listTemplates(context, principalOf(request), params.id, query)
      const { items, meta } = page(rows, {
        limit: query.limit,
        secret: context.config.urlSecret,
        list: templateList(params.id, query),
      })
      return { data: items.map(presentTemplate), meta }
    },
  )

  app.post(
    '/brands/:id/templates',
    {
      config: { permission: ['create', 'Template'] },
      schema: {
        operationId: 'createTemplate',
        summary: 'Create a template',
        description:
          'Use it with `POST /v1/posts`: `templateId` and `variables` in the place of `content`.',
        tags,
        params: BrandTemplatesParams,
        body: CreateTemplateBody,
        response: { 201: dataOf(TemplateView), ...errorsOf('NOT_FOUND') },
      },
    },
    async (request, reply) => {
      const { params, body } = request
      const template = await createTemplate(context, principalOf(request), params.id, body)
      return reply
        .code(201)
        .header('etag', etagOf(template.version))
        .send({ data: presentTemplate(template) })
    },
  )

  app.get(
    '/brands/:brandId/templates/:id',
    {
      config: { permission: ['read', 'Template'] },
      schema: {
        operationId: 'getTemplate',
        summary: 'Get a template',
        description: 'With its variables, and the `version` that a change needs.',
        tags,
        params: TemplateParams,
        response: { 200: dataOf(TemplateView), ...errorsOf('NOT_FOUND') },
      },
    },
    async (request, reply) => {
      const template = await getTemplate(context, principalOf(request), request.params)
      return reply
        .header('etag', etagOf(template.version))
        .send({ data: presentTemplate(template) })
    },
  )

  app.patch(
    '/brands/:brandId/templates/:id',
    {
      config: { permission: ['update', 'Template'] },
      schema: {
        operationId: 'updateTemplate',
        summary: 'Change a template',
        description: 'Posts that were made from it stay as they are.',
        tags,
        params: TemplateParams,
        body: UpdateTemplateBody,
        response: { 200: dataOf(TemplateView), ...errorsOf('NOT_FOUND', 'VERSION_CONFLICT') },
      },
    },
    async (request, reply) => {
      const { params, body, headers } = request
      const template = await updateTemplate(context, principalOf(request), params, {
        ...body,
        version: versionOf(body.version, headers['if-match']),
      })
      return reply
        .header('etag', etagOf(template.version))
        .send({ data: presentTemplate(template) })
    },
  )

  app.delete(
    '/brands/:brandId/templates/:id',
    {
      config: { permission: ['delete', 'Template'] },
      schema: {
        operationId: 'deleteTemplate',
        summary: 'Delete a template',
        description: 'Posts that were made from it stay.',
        tags,
        params: TemplateParams,
        response: { 204: Type.Null({ description: 'It is gone.' }), ...errorsOf('NOT_FOUND') },
      },
    },
    async (request, reply) => {
      await deleteTemplate(context, principalOf(request), request.params)
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/brands/:brandId/templates/:id/preview',
    {
      config: { permission: ['read', 'Template'], idempotent: false },
      schema: {
        operationId: 'previewTemplate',
        summary: 'See a template with values in it',
        description: 'Stores nothing, and says which values are missing.',
        tags,
        params: TemplateParams,
        body: PreviewBody,
        response: { 200: dataOf(PreviewView), ...errorsOf('NOT_FOUND') },
      },
    },
    async (request) => {
      const { template } = await getTemplate(context, principalOf(request), request.params)
      const { text, missing, unknown } = fillTemplate(template, request.body.variables ?? {})
      return { data: { text, missing: [...missing], unknown: [...unknown] } }
    },
  )
}
