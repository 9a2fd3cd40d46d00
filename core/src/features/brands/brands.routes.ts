import { Type } from 'typebox'
import { principalOf } from '../../authz/principal.ts'
import type { App } from '../../http/app-instance.ts'
import { dataOf, errorsOf, pageOf } from '../../http/envelope.ts'
import { page } from '../../http/pagination.ts'
import { etagOf, versionOf } from '../../http/version.ts'
import { brandLogoRoutes } from './brand-logo.routes.ts'
import { presentBrand } from './brand.presenter.ts'
import {
  BrandParams,
  BrandsQuery,
  BrandView,
  CreateBrandBody,
  UpdateBrandBody,
} from './brands.schemas.ts'
import { brandList, createBrand, getBrand, listBrands, updateBrand } from './brands.service.ts'
import { deleteBrand } from './delete-brand.service.ts'

const tags = ['Brands']

/** The names under which people publish. */
export async function brandsRoutes(app: App): Promise<void> {
  const { context } = app
  await app.register(brandLogoRoutes)

  app.get(
    '/brands',
    {
      config: { permission: ['read', 'Brand'] },
      schema: {
        operationId: 'listBrands',
        summary: 'List the brands of an organization',
        description: 'Newest first.',
        tags,
        querystring: BrandsQuery,
        response: { 200: pageOf(BrandView), ...errorsOf('NOT_FOUND', 'INVALID_CURSOR') },
      },
    },
    async (request) => {
      const principal = principalOf(request)
      const rows = await listBrands(context, principal, request.query)
      const { items, meta } = page(rows, {
        limit: request.query.limit,
        secret: context.config.urlSecret,
        list: brandList(principal, request.query),
      })
      return { data: items.map((brand) => presentBrand(context.config, brand)), meta }
    },
  )

  app.post(
    '/brands',
    {
      config: { permission: ['create', 'Brand'] },
      schema: {
        operationId: 'createBrand',
        summary: 'Create a brand',
        description: 'Counts against the plan’s limit: 3 (FREE), 10 (PRO), 999 (BUSINESS).',
        tags,
        body: CreateBrandBody,
        response: { 201: dataOf(BrandView), ...errorsOf('NOT_FOUND', 'QUOTA_EXCEEDED') },
      },
    },
    async (request, reply) => {
      const brand = await createBrand(context, principalOf(request), request.body)
      return reply
        .code(201)
        .header('etag', etagOf(brand.version))
        .send({ data: presentBrand(context.config, brand) })
    },
  )

  app.get(
    '/brands/:id',
    {
      config: { permission: ['read', 'Brand'] },
      schema: {
        operationId: 'getBrand',
        summary: 'Get a brand',
        description: 'One of your organizations’ brands, with the `version` that a change needs.',
        tags,
        params: BrandParams,
        response: { 200: dataOf(BrandView), ...errorsOf('NOT_FOUND') },
      },
    },
    async (request, reply) => {
      const brand = await getBrand(context, principalOf(request), request.params.id)
      return reply
        .header('etag', etagOf(brand.version))
        .send({ data: presentBrand(context.config, brand) })
    },
  )

  app.patch(
    '/brands/:id',
    {
      config: { permission: ['update', 'Brand'] },
      schema: {
        operationId: 'updateBrand',
        summary: 'Change a brand',
        description: 'Needs the `version` that was read, so that nobody’s change is lost.',
        tags,
        params: BrandParams,
        body: UpdateBrandBody,
        response: { 200: dataOf(BrandView), ...errorsOf('NOT_FOUND', 'VERSION_CONFLICT') },
      },
    },
    async (request, reply) => {
      const { body } = request
      const brand = await updateBrand(context, principalOf(request), request.params.id, {
        ...body,
        version: versionOf(body.version, request.headers['if-match']),
      })
      return reply
        .header('etag', etagOf(brand.version))
        .send({ data: presentBrand(context.config, brand) })
    },
  )

  app.delete(
    '/brands/:id',
    {
      config: { permission: ['delete', 'Brand'] },
      schema: {
        operationId: 'deleteBrand',
        summary: 'Delete a brand',
        description:
          'With its accounts and posts; what is scheduled is called off, and what was published stays on the networks. Refused while something of it is on its way.',
        tags,
        params: BrandParams,
        response: {
          204: Type.Null({ description: 'It is gone.' }),
          ...errorsOf('NOT_FOUND', 'DELIVERY_IN_FLIGHT'),
        },
      },
    },
    async (request, reply) => {
      await deleteBrand(context, principalOf(request), request.params.id)
      return reply.code(204).send(null)
    },
  )
}
