import { principalOf } from '../../authz/principal.ts'
import type { App } from '../../http/app-instance.ts'
import { dataOf, errorsOf } from '../../http/envelope.ts'
import { etagOf } from '../../http/version.ts'
import { setLogo } from './brand-logo.service.ts'
import { presentBrand } from './brand.presenter.ts'
import { BrandParams, BrandView, LogoBody } from './brands.schemas.ts'

const tags = ['Brands']

/** The logo of a brand: a picture of the library. */
export async function brandLogoRoutes(app: App): Promise<void> {
  const { context } = app

  app.put(
    '/brands/:id/logo',
    {
      config: { permission: ['update', 'Brand'] },
      schema: {
        operationId: 'setBrandLogo',
        summary: 'Choose the logo of a brand',
        description:
          'A picture of the library that belongs to the brand or to no brand. It takes the place of any other logo, and cannot be deleted as long as it is one.',
        tags,
        params: BrandParams,
        body: LogoBody,
        response: { 200: dataOf(BrandView), ...errorsOf('NOT_FOUND') },
      },
    },
    async (request, reply) => {
      const { params, body } = request
      const brand = await setLogo(context, principalOf(request), params.id, body.mediaId)
      return reply
        .header('etag', etagOf(brand.version))
        .send({ data: presentBrand(context.config, brand) })
    },
  )

  app.delete(
    '/brands/:id/logo',
    {
      config: { permission: ['update', 'Brand'] },
      schema: {
        operationId: 'removeBrandLogo',
        summary: 'Take the logo of a brand away',
        description: 'The picture stays in the library.',
        tags,
        params: BrandParams,
        response: { 200: dataOf(BrandView), ...errorsOf('NOT_FOUND') },
      },
    },
    async (request, reply) => {
      const brand = await setLogo(context, principalOf(request), request.params.id, null)
      return reply
        .header('etag', etagOf(brand.version))
        .send({ data: presentBrand(context.config, brand) })
    },
  )
}
