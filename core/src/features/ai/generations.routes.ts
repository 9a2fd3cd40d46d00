import { principalOf } from '../../authz/principal.ts'
import type { App } from '../../http/app-instance.ts'
import { dataOf, errorsOf, pageOf } from '../../http/envelope.ts'
import { page } from '../../http/pagination.ts'
import { presentGeneration } from './generation.presenter.ts'
import { generationList, getGeneration, listGenerations } from './generation.ts'
import { GenerationParams, GenerationsQuery, GenerationView } from './generations.schemas.ts'

const tags = ['AI']

/** What AI has written. */
export async function generationsRoutes(app: App): Promise<void> {
  const { context } = app

  app.get(
    '/ai/generations',
    {
      config: { permission: ['read', 'Generation'] },
      schema: {
        operationId: 'listGenerations',
        summary: 'List what AI wrote',
        description:
          'Of an organization or one of its brands, newest first, with what failed and what it cost.',
        tags,
        querystring: GenerationsQuery,
        response: { 200: pageOf(GenerationView), ...errorsOf('NOT_FOUND', 'INVALID_CURSOR') },
      },
    },
    async (request) => {
      const { query } = request
      const principal = principalOf(request)
      const rows = await listGenerations(context, principal, query)
      const { items, meta } = page(rows, {
        limit: query.limit,
        secret: context.config.urlSecret,
        list: generationList(principal, query),
      })
      return { data: items.map(presentGeneration), meta }
    },
  )

  app.get(
    '/ai/generations/:id',
    {
      config: { permission: ['read', 'Generation'] },
      schema: {
        operationId: 'getGeneration',
        summary: 'Get what AI wrote',
        description:
          'One generation of your organizations, with its texts as long as they are kept.',
        tags,
        params: GenerationParams,
        response: { 200: dataOf(GenerationView), ...errorsOf('NOT_FOUND') },
      },
    },
    async (request) => ({
      data: presentGeneration(
        await getGeneration(context, principalOf(request), request.params.id),
      ),
    }),
  )
}
